// Works out what a query means, beside the page so that typing stays quick. It is told where the files are, and then given
// texts; it answers with how near each lesson and open meeting is. Files have names that change with what is in them: what the browser has kept
// is good for ever, with a network and without.
import { FORMAT_VERSION, Model, rowsIn, shardsOf, Vectors, WordPiece } from "./meaning.js";

const DEFLATED = new Set(["layers", "vocabulary", "letters"]);

const rows = new Map();
let opened;

onmessage = async ({ data: { id, index, folder, text } }) => {
  try {
    postMessage({ id, answer: index ? await open(index, folder) : await near(text) });
  } catch (error) {
    postMessage({ id, problem: String(error.message) });
  }
};

async function open(index, folder) {
  const response = await fetch(new URL(index, folder), { cache: "force-cache" });
  if (!response.ok) throw new Error(`${index}: ${response.status}`);
  const document = await response.json();
  if (document.format_version !== FORMAT_VERSION) throw new Error(`format ${document.format_version} of meaning`);
  let done = 0;
  const files = {};
  const load = async ([name, { path, bytes, sha256 }]) => {
    const told = (count) => postMessage({ loaded: (done += count) });
    const file = await checked(new URL(path, folder), sha256, bytes, told);
    files[name] = DEFLATED.has(name) ? await inflated(file) : file;
  };
  await Promise.all(Object.entries(document.files).map(load));
  const textOf = (buffer) => new TextDecoder().decode(buffer);
  const wordpiece = new WordPiece(textOf(files.vocabulary), JSON.parse(textOf(files.letters)));
  const vectors = new Vectors(files.vectors);
  const beside = files.open && new Vectors(files.open);
  const digests = new Uint8Array(files.digests);
  opened = { wordpiece, vectors, beside, digests, model: new Model(files.layers), below: new URL(`${document.rows}/`, folder) };
  return { known: vectors.times };
}

async function near(text) {
  const { wordpiece, vectors, beside, model } = opened;
  const tokens = wordpiece.tokens(text);
  const shards = shardsOf(tokens).filter((number) => !rows.has(number));
  await Promise.all(shards.map(async (number) => rows.set(number, new Map(rowsIn(await shard(number), number)))));
  const needed = new Map(shardsOf(tokens).flatMap((number) => [...rows.get(number)]));
  const vector = model.vector(tokens, needed);
  return { near: vectors.near(vector), open: beside?.near(vector).map((one, at) => (beside.times[at] ? one : 0)) };
}

async function shard(number) {
  const { digests, below } = opened;
  const sha256 = hex(digests.slice(32 * number, 32 * (number + 1)));
  return inflated(await checked(new URL(`${number}.bin`, below), sha256));
}

// What was kept damaged is fetched anew, once.
async function checked(address, sha256, bytes, told = () => {}) {
  for (const cache of ["force-cache", "reload"]) {
    const { buffer, error } = await read(address, cache, bytes, told);
    if (error) throw error;
    if (await isRight(buffer, sha256, bytes)) return buffer;
    told(-buffer.byteLength);
  }
  throw new Error(`${address.pathname} is not what was published`);
}

function inflated(buffer) {
  return new Response(new Blob([buffer]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
}

async function read(address, cache, bytes, told) {
  const response = await fetch(address, { cache });
  if (!response.ok) return { error: new Error(`${address.pathname}: ${response.status}`) };
  const chunks = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    told(value.length);
    // No more is read of a file than it may have.
    if ((size += value.length) > (bytes ?? Infinity)) await reader.cancel();
  }
  return { buffer: await new Blob(chunks).arrayBuffer() };
}

// Browsers offer digests on secure pages alone. Elsewhere nobody vouches for the page and its programs either.
async function isRight(buffer, sha256, bytes = buffer.byteLength) {
  if (buffer.byteLength !== bytes) return false;
  return !crypto.subtle || hex(new Uint8Array(await crypto.subtle.digest("SHA-256", buffer))) === sha256;
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
