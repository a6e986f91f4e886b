// node parity.mjs SEARCH MODULE: reads {texts, words} from standard input, and writes tokens, vectors and scores that
// meaning.js makes of the files that the index of a folder names.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, module] = process.argv.slice(2);
const { Model, Vectors, WordPiece, fused, rowsIn, shardsOf } = await import(module);
const bytes = (name) => {
  const { buffer, byteOffset, length } = readFileSync(join(folder, name));
  return buffer.slice(byteOffset, byteOffset + length);
};
const text = (name) => readFileSync(join(folder, name), "utf8");
const { files, rows: shards } = JSON.parse(text("lessons/meaning/index.json"));

const pieces = new WordPiece(text(files.vocabulary.path), JSON.parse(text(files.letters.path)));
const { texts, words } = JSON.parse(readFileSync(0, "utf8"));
const told = { tokens: texts.map((one) => pieces.tokens(one)) };
if (words) {
  const model = new Model(bytes(files.layers.path));
  const lessons = new Vectors(bytes(files.vectors.path));
  told.vectors = told.tokens.map((tokens) => {
    const rows = new Map(shardsOf(tokens).flatMap((number) => rowsIn(bytes(`${shards}/${number}.bin`), number)));
    return Array.from(model.vector(tokens, rows));
  });
  told.scores = told.vectors.map((vector, at) => Array.from(fused(new Map(words[at]), lessons.near(vector))));
}
process.stdout.write(JSON.stringify(told));
