// The package as it is published: contents, imports, size.
import { readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { compile, docComments, programs } from "../samples/collect.ts";
import { installedPackage } from "./installed.ts";

/** The most that may be shipped: what it is now and a little more. Who needs more raises the figure, in the open. */
const most = {
  /** `new Leap0Client()` in a web page: bytes after minify and gzip, openapi-fetch included. */
  clientGzipBytes: 15_400,
  /** One error class on its own, bytes after minify and gzip. */
  errorGzipBytes: 320,
  /** Packages that `npm install leap0-fetch` puts into node_modules, itself included. */
  installedPackages: 3,
  /** The tarball, unpacked. */
  unpackedBytes: 1_720_000,
};

const { folder, at, paths, read, readJson } = installedPackage();
const {
  exports,
  bin,
  dependencies,
  sideEffects,
  scripts = {},
} = readJson("package.json") as {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
  sideEffects: boolean;
  scripts?: Record<string, string>;
};
const named = Object.values(exports).flatMap((each) =>
  typeof each === "string" ? [each] : Object.values(each),
);
const built = named
  .filter((path) => path.endsWith(".js") && path.startsWith("./dist/"))
  .map((path) => path.slice(2));

/** Everything that a module asks for, also where it does so late. */
const importsOf = (text: string): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

describe("the package holds", () => {
  test("everything that its exports and its command name", () => {
    for (const path of [...named, ...Object.values(bin)]) expect(paths).toContain(posix.normalize(path));
  });

  test("no test, no tool, and nothing twice", () => {
    const wanted = /^(dist|src|docs|examples)\/|^(package\.json|LICENSE|[A-Z-]+\.(md|txt))$/;
    expect(paths.filter((path) => !wanted.test(path))).toEqual([]);
    expect(paths.filter((path) => /node_modules|\.test\.|\.check\./.test(path))).toEqual([]);
    const texts = paths
      .filter((path) => !/^src\/(?!generated)/.test(path))
      .map((path) => [path, read(path)] as const);
    const twins = texts.filter(([, text], index) => texts.findIndex(([, other]) => other === text) !== index);
    expect(twins.map(([path]) => path)).toEqual([]);
  });

  test("no path of the machine that built it", () => {
    const machine = new RegExp(`${process.cwd().replaceAll("/", "\\/")}|file:\\/\\/\\/`);
    for (const path of paths.filter((each) => each.startsWith("dist/")))
      expect(machine.test(read(path)), path).toBe(false);
  });

  test("every file and folder that its README links to", () => {
    const links = [...read("README.md").matchAll(/\]\(([^)\s]+)\)|(?:src|href|srcset)="([^"]+)"/g)]
      .map(([, link, attribute]) => (link ?? attribute ?? "").replace(/#.*$/, ""))
      .filter((link) => link && !/^[a-z]+:/.test(link));
    const lost = links.filter((link) => !paths.some((path) => path === link || path.startsWith(`${link}/`)));
    expect(lost).toEqual([]);
  });

  test("no more bytes than was agreed", () => {
    const bytes = paths.reduce((sum, path) => sum + statSync(join(at, path)).size, 0);
    console.log(`unpacked: ${bytes} bytes in ${paths.length} files (most ${most.unpackedBytes})`);
    expect(bytes).toBeLessThanOrEqual(most.unpackedBytes);
  });
});

test("source maps name only files that are shipped, and every declaration has one", () => {
  const maps = paths.filter((path) => path.endsWith(".map"));
  expect(maps.length).toBeGreaterThan(built.length);
  for (const path of maps) {
    const { sources } = readJson(path) as { sources: (string | null)[] };
    const lost = sources.filter(
      (source) => source !== null && !paths.includes(posix.join(dirname(path), source)),
    );
    expect(lost, path).toEqual([]);
  }
  // The command has none: nobody imports it.
  for (const path of built.map((each) => each.replace(/\.js$/, ".d.ts")))
    expect(read(path), path).toMatch(/\/\/# sourceMappingURL=[\w-]+\.d\.ts\.map\s*$/);
});

test("installing it installs openapi-fetch, pinned, and nothing else, and runs no script", () => {
  const lock = JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8"));
  const names = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ""));
  console.log(`installed: ${names.length} packages, ${names.join(", ")} (most ${most.installedPackages})`);
  expect(names.length).toBeLessThanOrEqual(most.installedPackages);
  expect(dependencies).toEqual({ "openapi-fetch": expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
});

describe("imports", () => {
  test("of the client are openapi-fetch, and nothing of Node", () => {
    expect(importsOf(read("dist/index.js"))).toEqual(["openapi-fetch"]);
    expect(importsOf(read("dist/index.d.ts"))).toEqual(["openapi-fetch"]);
    // Such an import would be seen.
    const late = 'import "node:fs"; const a = await import("node:net");';
    expect(importsOf(late)).toEqual(["node:fs", "node:net"]);
  });

  test.each(built.filter((path) => path !== "dist/index.js"))(
    "of %s are Node's own at most, and those late",
    (entry) => {
      for (const [path, imports] of reachable(entry)) {
        expect(
          imports.filter((name) => !/^(node:|\.)/.test(name)),
          path,
        ).toEqual([]);
        // A static one would keep Workers and pages from loading it at all.
        expect(read(path), path).not.toMatch(/^import .*["']node:/m);
      }
    },
  );
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

/** Bundles a program that uses the installed package, as a web project would, with no flags. */
async function bundle(program: string): Promise<{ readonly code: string; readonly gzipBytes: number }> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    format: "esm",
    platform: "browser",
    minify: true,
    write: false,
    external: ["node:*"],
    logLevel: "error",
  });
  const code = outputFiles[0]?.text ?? "";
  return { code, gzipBytes: gzipSync(code, { level: 9 }).byteLength };
}

describe("a bundle", () => {
  test("of the client is no larger than was agreed", async () => {
    const program = 'import { Leap0Client } from "leap0-fetch"; globalThis.client = new Leap0Client();';
    const { code, gzipBytes } = await bundle(program);
    console.log(`client: ${code.length} bytes minified, ${gzipBytes} gzipped (most ${most.clientGzipBytes})`);
    expect(gzipBytes).toBeLessThanOrEqual(most.clientGzipBytes);
  });

  test("keeps nothing of what is imported and not used", async () => {
    expect(sideEffects).toBe(false);
    const all = Object.keys(exports).filter((entry) => !/json|yaml/.test(entry));
    const program = all.map(
      (entry, index) => `import * as all${index} from "${posix.join("leap0-fetch", entry)}";`,
    );
    expect((await bundle(program.join("\n"))).code.trim()).toBe("");
  });

  test("keeps nothing of it either where the bundler does not believe `sideEffects`", async () => {
    const file = "./node_modules/leap0-fetch/dist/index.js";
    const { code } = await bundle(`import { Leap0Error } from "${file}"; globalThis.e = Leap0Error;`);
    expect(code).not.toContain("leap0-authorization");
    expect(code).not.toContain("sandboxDomain");
  });

  test("of one error class has no client in it", async () => {
    const { gzipBytes, code } = await bundle(
      'import { TimeoutError } from "leap0-fetch"; globalThis.e = TimeoutError;',
    );
    console.log(`one error class: ${gzipBytes} bytes gzipped (most ${most.errorGzipBytes})`);
    expect(gzipBytes).toBeLessThanOrEqual(most.errorGzipBytes);
    expect(code).not.toContain("fetch");
  });
});

test("every sample of README, guides, description and comments compiles against the built package", async () => {
  const samples = [...programs(), ...docComments()];
  expect(samples.length).toBeGreaterThan(30);
  expect(compile(samples, [])).toEqual([]);
});
