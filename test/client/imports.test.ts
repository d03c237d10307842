import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** Every file that the client's entry point reaches, with the packages that it imports. */
function reach(entry: string): { files: Map<string, string>; packages: Set<string> } {
  const files = new Map<string, string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (files.has(file)) continue;
    const text = readFileSync(file, "utf8");
    files.set(file, text);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (fileName.startsWith(".")) waiting.push(resolve(dirname(file), fileName));
      else packages.add(fileName);
    }
  }
  return { files, packages };
}

const { files, packages } = reach(resolve(src, "index.ts"));
const names = [...files.keys()].map((file) => relative(src, file)).sort();

/** A file without its comments and texts. */
function codeOf(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const parts: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    parts.push(kind === ts.SyntaxKind.StringLiteral ? '""' : scanner.getTokenText());
  return parts.join(" ");
}

describe("what the client's entry point reaches", () => {
  test("is the whole client", () => {
    expect(names).toEqual(
      expect.arrayContaining(["index.ts", "client.ts", "errors/redact.ts", "transport/send.ts"]),
    );
    expect(names.length).toBeGreaterThan(30);
  });

  test("is nothing of the emulator", () => {
    expect(names.filter((name) => /emulator|validators/.test(name))).toEqual([]);
  });

  test("is no package but openapi-fetch, and nothing of one platform", () => {
    expect([...packages]).toEqual(["openapi-fetch"]);
  });

  test("is nothing outside of src", () => {
    expect(names.filter((name) => name.startsWith(".."))).toEqual([]);
  });

  test("uses no global of one platform: process only where it is looked for first", () => {
    const users = [...files].filter(([, text]) =>
      /\b(?<!\. )(process|Buffer|require|__dirname|__filename|setImmediate|Deno|Bun)\b(?! :| \?)/.test(
        codeOf(text),
      ),
    );
    expect(users.map(([file]) => relative(src, file))).toEqual(["config/configuration.ts"]);
  });

  test("is imported from openapi-fetch in one file only", () => {
    const importers = [...files]
      .filter(([, text]) => /from "openapi-fetch"/.test(text))
      .map(([file]) => file);
    expect(importers.map((file) => relative(src, file))).toEqual(["api/openapi-fetch.ts"]);
  });
});
