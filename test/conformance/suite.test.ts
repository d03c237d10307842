// The suite on the sources, so that it is known to be sound before a package is built from them.
import { createEmulator } from "leap0-fetch/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Serving, serveWith } from "../../scripts/runtimes/servers.ts";
import { groups } from "./groups/index.ts";
import type { Runtime } from "./stage.ts";
import { plan, run } from "./suite.ts";

// Bundled, as far as the suite is concerned: there is no installed package beside it.
const runtime: Runtime = { name: "sources", kind: "node", bundled: true };

let serving: Serving;
beforeAll(async () => {
  serving = await serveWith(createEmulator);
});
afterAll(() => serving.close());

describe("the conformance suite", () => {
  test("passes on the sources", { timeout: 120_000 }, async () => {
    const reports = await run(runtime, serving.servers);
    expect(reports.flatMap(({ group, failures }) => failures.map(({ name }) => `${group}: ${name}`))).toEqual(
      [],
    );
    const planned = plan(runtime).map(({ group, cases }) => [group, cases.length]);
    expect(reports.map(({ group, passed }) => [group, passed])).toEqual(planned);
  });

  test("has cases of every group for every kind of platform", () => {
    for (const kind of ["node", "bun", "deno", "workerd", "browser"] as const)
      for (const { group, cases } of plan({ ...runtime, kind }))
        expect(cases.length, `${group} on ${kind}`).toBeGreaterThan(0);
  });

  test("names no case twice", () => {
    const names = groups.flatMap(({ name, cases }) => cases.map((each) => `${name}: ${each.name}`));
    expect(new Set(names).size).toBe(names.length);
  });
});
