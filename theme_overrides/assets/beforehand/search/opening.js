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

const LETTERS = 7;
const BYTES = new Set(["terms", "positions", "lengths", "common"]);

/** Return the path of a file of a kind by its number: so many share a name, and the names are joined. */
export function pathOf(kind, [share, names], number = 0) {
  const at = LETTERS * Math.floor(number / share);
  return `${kind}/${names.slice(at, at + LETTERS)}-${number % share}.${BYTES.has(kind) ? "bin" : "json"}`;
}

/** Return what is in the file at an address. What fails says if the file `isGone`. */
export async function fetched(fetch, address, decode, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw Object.assign(new Error(`${address}: ${response.status}`), { isGone: response.status === 404 });
  return decode(response);
}

export const asJson = (response) => response.json();
