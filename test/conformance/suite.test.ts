// The suite on the sources, so that it is known to be sound before a package is built from them.
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { serveWith } from "../../scripts/runtimes/servers.ts";
import type { Runtime } from "./stage.ts";
import { plan, run } from "./suite.ts";

// Bundled, as far as the suite is concerned: there is no installed package beside it.
const runtime: Runtime = { name: "sources", kind: "node", bundled: true };

describe("the conformance suite", () => {
  test("passes on the sources", async () => {
    const serving = await serveWith(createEmulator);
    onTestFinished(() => serving.close());
    const reports = await run(runtime, serving.servers);
    const failures = reports.flatMap(({ group, failures }) =>
      failures.map(({ name, error }) => `${group}: ${name}: ${error}`),
    );
    expect(failures).toEqual([]);
    const planned = plan(runtime).map(({ group, cases }) => [group, cases.length]);
    expect(reports.map(({ group, passed }) => [group, passed])).toEqual(planned);
  });

  test("has cases of every group for every kind of platform", () => {
    for (const kind of ["node", "bun", "deno", "workerd", "browser"] as const)
      for (const { group, cases } of plan({ ...runtime, kind }))
        expect(cases.length, `${group} on ${kind}`).toBeGreaterThan(0);
  });
});
