// node parity.mjs SEARCH MODULE: reads {texts, words} from standard input, and writes tokens, vectors and scores that
// meaning.js makes of the files that the index of a folder leads to.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

const [folder, module] = process.argv.slice(2);
const { Model, Vectors, WordPiece, fused, rowsIn, shardsOf } = await import(module);
const own = ({ buffer, byteOffset, length }) => buffer.slice(byteOffset, byteOffset + length);
const bytes = (name) => own(readFileSync(join(folder, name)));
const inflated = ({ path }) => inflateSync(readFileSync(join(folder, path)));
const text = (name) => readFileSync(join(folder, name), "utf8");
const { files, rows: shards } = JSON.parse(text(JSON.parse(text("index.json")).index));

const pieces = new WordPiece(inflated(files.vocabulary).toString(), JSON.parse(inflated(files.letters).toString()));
const { texts, words } = JSON.parse(readFileSync(0, "utf8"));
const told = { tokens: texts.map((one) => pieces.tokens(one)) };
if (words) {
  const model = new Model(own(inflated(files.layers)));
  const lessons = new Vectors(bytes(files.vectors.path));
  told.vectors = told.tokens.map((tokens) => {
    const rows = new Map(shardsOf(tokens).flatMap((number) => rowsIn(own(inflated({ path: `${shards}/${number}.bin` })), number)));
    return Array.from(model.vector(tokens, rows));
  });
  told.scores = told.vectors.map((vector, at) => Array.from(fused(new Map(words[at]), lessons.near(vector))));
}
process.stdout.write(JSON.stringify(told));
