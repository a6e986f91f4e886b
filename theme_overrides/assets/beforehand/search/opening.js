// The beginning of a search: what is read first, before it is known what will be asked.

/** Return the absolute address of a folder. */
export const addressOf = (base) => new URL(base, globalThis.location?.href);

/** Return the document that tells what an index has. */
export function opened(base, fetch = globalThis.fetch) {
  // The only file that changes under its name. Without a network the one that was kept will do.
  const read = (cache) => fetched(fetch, new URL("index.json", addressOf(base)), asJson, { cache });
  return read("no-cache").catch((error) => {
    if (error instanceof TypeError) return read("force-cache");
    throw error;
  });
}

/** Return what is in the file at an address. */
export async function fetched(fetch, address, decode, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return decode(response);
}

export const asJson = (response) => response.json();
