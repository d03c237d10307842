import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { most } from "./figures.ts";
import { read, readJson } from "./package.ts";

/** Everything that a module asks for, also where it does so late. */
function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

describe("the client", () => {
  test("imports openapi-fetch and nothing of Node", () => {
    expect(importsOf(read("dist/index.js"))).toEqual(["openapi-fetch"]);
    expect(importsOf(read("dist/index.d.ts"))).toEqual(["openapi-fetch"]);
  });

  test("such an import would be seen", () => {
    expect(importsOf('import "node:fs"; const a = await import("node:net");')).toEqual([
      "node:fs",
      "node:net",
    ]);
  });

  test("is no larger than was agreed", async () => {
    const { minifiedBytes, gzipBytes } = await bundle(
      'import { Leap0Client } from "leap0-fetch"; globalThis.client = new Leap0Client();',
    );
    console.log(
      `client: ${minifiedBytes} bytes minified, ${gzipBytes} gzipped (most ${most.clientGzipBytes})`,
    );
    expect(gzipBytes).toBeLessThanOrEqual(most.clientGzipBytes);
  });
});

describe("the emulator", () => {
  test("brings its libraries along: it imports nothing but Node's own, and that late", () => {
    const modules = reachable("dist/emulator/index.js");
    for (const [path, imports] of modules)
      expect(
        imports.filter((name) => !/^(node:|\.)/.test(name)),
        path,
      ).toEqual([]);
    // A static one would keep Workers and pages from loading it at all.
    for (const [path] of modules) expect(read(path), path).not.toMatch(/^import .*["']node:/m);
  });
});

/** A module of the package with all that it imports from the package, each with what it asks for. */
function reachable(path: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(path)) return seen;
  const imports = importsOf(read(path));
  seen.set(path, imports);
  for (const name of imports.filter((each) => each.startsWith(".")))
    reachable(posix.join(posix.dirname(path), name), seen);
  return seen;
}

describe("tree shaking", () => {
  test("the package says that its modules have no side effects", () => {
    expect(readJson("package.json").sideEffects).toBe(false);
  });

  test("nothing is left of what is imported and not used", async () => {
    const program =
      'import * as client from "leap0-fetch"; import * as emulator from "leap0-fetch/emulator";';
    expect((await bundle(program)).code.trim()).toBe("");
  });

  // The same without the package's word for it: no statement of the module may do anything.
  test("not even where a bundler does not believe `sideEffects`", async () => {
    const { code } = await bundle(
      'import { Leap0Error } from "./node_modules/leap0-fetch/dist/index.js"; globalThis.e = Leap0Error;',
    );
    expect(code).not.toContain("leap0-authorization");
    expect(code).not.toContain("sandboxDomain");
  });

  test("one error class brings the errors along and not the client", async () => {
    const { gzipBytes, code } = await bundle(
      'import { TimeoutError } from "leap0-fetch"; globalThis.e = TimeoutError;',
    );
    console.log(`one error class: ${gzipBytes} bytes gzipped (most ${most.errorGzipBytes})`);
    expect(gzipBytes).toBeLessThanOrEqual(most.errorGzipBytes);
    expect(code).not.toContain("fetch");
  });
});
