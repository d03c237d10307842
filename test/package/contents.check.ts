import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { most } from "./figures.ts";
import { folder, read, readJson, shipped } from "./package.ts";

const paths = shipped.map(({ path }) => path).sort();

describe("the package holds", () => {
  test("nothing but the build, its sources, the description and a few texts", () => {
    const wanted = [
      /^package\.json$/,
      /^(LICENSE|README\.md|CHANGELOG\.md|THIRD-PARTY-LICENSES\.txt)$/,
      /^dist\/(index|emulator|emulator\/(index|cli))\.(js|d\.ts)(\.map)?$/,
      /^dist\/openapi\.(json|yaml)$/,
      /^src\/.+\.ts$/,
      /^src\/generated\/emulator\/validators\.js$/,
    ];
    expect(paths.filter((path) => !wanted.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  test("no file twice", () => {
    const twins = paths
      .filter((path) => !path.startsWith("src/") || path.startsWith("src/generated/"))
      .map((path) => [path, read(path)] as const)
      .filter(([, text], at, all) => all.findIndex(([, other]) => other === text) !== at)
      .map(([path]) => path);
    expect(twins).toEqual([]);
  });

  test("everything that its exports and its command name", () => {
    const { exports, bin } = readJson("package.json") as {
      exports: Record<string, string | Record<string, string>>;
      bin: Record<string, string>;
    };
    const named = Object.values(exports).flatMap((each) =>
      typeof each === "string" ? [each] : Object.values(each),
    );
    for (const path of [...named, ...Object.values(bin)]) expect(paths).toContain(posix.normalize(path));
  });

  test("no host of a registry and no path of the machine that built it", () => {
    const texts = shipped
      .filter(({ path }) => path.startsWith("dist/"))
      .map(({ path }) => [path, read(path)]);
    const machine = new RegExp(`${process.cwd().replaceAll("/", "\\/")}|file:\\/\\/\\/`);
    for (const [path, text] of texts) expect(machine.test(text ?? ""), path).toBe(false);
  });

  test("no more bytes than was agreed", () => {
    const bytes = shipped.reduce((sum, file) => sum + file.bytes, 0);
    console.log(`unpacked: ${bytes} bytes in ${shipped.length} files (most ${most.unpackedBytes})`);
    expect(bytes).toBeLessThanOrEqual(most.unpackedBytes);
  });
});

test("every source map leads to sources that are shipped, or holds them", () => {
  for (const path of paths.filter((each) => each.endsWith(".map"))) {
    const { sources, sourcesContent = [] } = readJson(path) as {
      sources: string[];
      sourcesContent?: string[];
    };
    const lost = sources
      .map((source, at) => [posix.join(dirname(path), source), sourcesContent?.[at]] as const)
      .filter(([source, content]) => !paths.includes(source) && !content)
      // Other people's code is theirs to show.
      .filter(([source]) => !source.includes("node_modules/"));
    expect(lost, path).toEqual([]);
  }
});

test("every declaration file says where its map is", () => {
  // The command has none: nobody imports it.
  for (const path of paths.filter((each) => /^dist\/.*(?<!cli)\.d\.ts$/.test(each)))
    expect(read(path), path).toMatch(/\/\/# sourceMappingURL=[\w-]+\.d\.ts\.map\s*$/);
});

test("installing it installs openapi-fetch and nothing else", () => {
  const lock = JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8")) as {
    packages: Record<string, unknown>;
  };
  const names = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ""));
  console.log(`installed: ${names.length} packages, ${names.join(", ")} (most ${most.installedPackages})`);
  expect(names.length).toBeLessThanOrEqual(most.installedPackages);
  expect(
    names.filter((name) => !/^(leap0-fetch|openapi-fetch|openapi-typescript-helpers)$/.test(name)),
  ).toEqual([]);
});

test("its one dependency is pinned, and no install script runs", () => {
  const { dependencies, scripts = {} } = readJson("package.json") as Record<string, Record<string, string>>;
  expect(dependencies).toEqual({ "openapi-fetch": expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
});
