import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "../../scripts/install.ts";

const json = (path: string) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));

test("what it is measured against is needed by the bench alone", () => {
  const { dependencies, devDependencies } = json("package.json");
  const peers = Object.keys({ ...json("bench/package.json").devDependencies });
  expect(peers).toContain("axios");
  expect(peers.filter((name) => name in { ...dependencies, ...devDependencies })).toEqual([]);
});

test("openapi-fetch is measured in the release that the package depends on", () => {
  expect(json("bench/package.json").dependencies["openapi-fetch"]).toBe(
    json("package.json").dependencies["openapi-fetch"],
  );
});
