import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** First line of every generated file that can hold a comment. */
export const notice = "Generated from spec/ by `npm run generate`. Edit the description, not this file.";

/** An exported constant with its comment, of the narrowest type, and checked against a wider one if there is one. */
export function constant(name: string, value: unknown, meaning: string, type?: string): string {
  const narrow = typeof value === "string" ? "" : " as const";
  return `/** ${meaning} */\nexport const ${name} = ${JSON.stringify(value)}${narrow}${type ? ` satisfies ${type}` : ""};\n`;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** The source of a file as the project's formatter writes it. */
export function formatted(path: string, source: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [biome, "format", `--stdin-file-path=${basename(path)}`], {
      cwd: root,
    });
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(errors))));
    child.stdin.end(source);
  });
}
