import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { root } from "../install.ts";

/** First line of every generated file that can hold a comment. */
export const notice = "Generated from spec/ by `npm run generate`. Edit the description, not this file.";

/** An exported constant with its comment, of the narrowest type, and checked against a wider one if there is one. */
export function constant(name: string, value: unknown, meaning: string, type?: string): string {
  const narrow = typeof value === "string" ? "" : " as const";
  return `/** ${meaning} */\nexport const ${name} = ${JSON.stringify(value)}${narrow}${type ? ` satisfies ${type}` : ""};\n`;
}

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** The source of a file as the project's formatter writes it. */
export function formatted(path: string, source: string): string {
  const args = [biome, "format", `--stdin-file-path=${basename(path)}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    input: source,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
