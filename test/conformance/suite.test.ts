// The suite on the sources, so that it is known to be sound before a package is built from them.
import { createEmulator } from "leap0-fetch/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Serving, serveWith } from "../../scripts/runtimes/servers.ts";
import type { Wire } from "./case.ts";
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

  test("is the same over both wires, but for what only one of them has", () => {
    const names = (wanted: Wire) =>
      plan(runtime).flatMap(({ group, cases }) =>
        cases.filter(({ wire }) => wire === wanted).map(({ each }) => `${group}: ${each.name}`),
      );
    const [near, far] = [names("in process"), names("http")];
    // A package and an emulator of the case's own are the same whatever the wire: they are tried once.
    const once = /^(package|guard|emulator): /;
    expect(near.filter((name) => !far.includes(name) && !once.test(name))).toEqual([
      "retries: never creates a second sandbox, also where the connection broke",
    ]);
    expect(far.filter((name) => !near.includes(name))).toEqual([
      "errors: throws ConnectionError where nobody listens",
      "errors: knows that a create which nobody received had no effect",
      "secrets: are not in what the platform says about a broken connection",
    ]);
    expect(near.filter((name) => far.includes(name)).length).toBeGreaterThan(80);
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
