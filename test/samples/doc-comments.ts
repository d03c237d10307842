import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "./blocks.ts";
import { root } from "./collect.ts";
import type { Program } from "./programs.ts";

/** What an example in a comment may use without saying so. On one line, so that the others keep their numbers. */
const PRELUDE = [
  'import { type OperationError, ApiError, Leap0Client, Leap0Error } from "leap0-fetch";',
  'import { createEmulator, createManualClock } from "leap0-fetch/emulator";',
  "declare const client: Leap0Client; declare const id: string; declare function readKey(): Promise<string>;",
].join(" ");

/** The examples in the comments of the sources: the SDK reference shows them. Compiled, not run. */
export function docComments(): Program[] {
  const files = readdirSync(join(root, "src"), { recursive: true })
    .map((name) => `src/${String(name).replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts") && !file.startsWith("src/generated/"));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8").replace(/^\s*\* ?/gm, "");
    if (!text.includes("@example")) return [];
    return blocksOf(text)
      .filter(({ lang }) => lang === "ts")
      .map(({ code, line }) => ({ file, line: line + 1, toRun: "", toCheck: placed(code, line) }));
  });
}

function placed(code: string, line: number): string {
  const prelude = /^import /m.test(code) ? "" : PRELUDE;
  return `${"\n".repeat(line - 1)}${prelude} {${prelude ? "" : "}"}\n${code}\n${prelude ? "}" : ""} export {};`;
}
