/**
 * Prism stands between the client and the emulator, as a proxy that knows the description.
 *
 * Judges: every request of the client and every response of the emulator in the conformance suite's `operations`, by
 * path, parameters, headers, body and status. It responds with a problem of its own where one is not as described.
 * Cannot judge: that something is done; bodies that have to be invalid, since it would not let them through; wakes,
 * which are not described.
 * Must object to: a sandbox without its `id`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createEmulator } from "leap0-fetch/emulator";
import { expect, onTestFinished, test } from "vitest";
import { provision, root } from "../../scripts/install.ts";
import { serveWith } from "../../scripts/runtimes/servers.ts";
import { operations } from "../conformance/groups/operations.ts";
import { setStage } from "../conformance/stage.ts";

/** The suite's servers, with Prism in front of the emulator. */
async function behindPrism() {
  const { emulator, servers, close } = await serveWith(createEmulator);
  onTestFinished(close);
  const program = join(await provision("test/referees"), "@stoplight/prism-cli/dist/index.js");
  const description = join(root, "src/generated/openapi.json");
  const args = [program, "proxy", description, servers.api.url, "--errors", "--port=0"];
  const prism = spawn(process.execPath, args, { env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } });
  onTestFinished(() => void prism.kill("SIGKILL"));
  let said = "";
  while (!/is listening on \S+/.test(said)) said += (await once(prism.stdout, "data"))[0];
  const url = /is listening on (\S+)/.exec(said)?.[1] ?? "";
  return { emulator, servers: { ...servers, api: { ...servers.api, url } } };
}

const runtime = { name: "sources", kind: "node", bundled: true } as const;

test("every operation is as described, on its way there and back", async () => {
  const { servers } = await behindPrism();
  for (const each of operations.cases) await each.run(await setStage(runtime, "http", servers));
});

test("a response without what it promises is objected to", async () => {
  const { emulator, servers } = await behindPrism();
  const stage = await setStage(runtime, "http", servers);
  const { id } = await stage.client().sandboxes.create({ template_name: "system/debian:bookworm" });
  emulator.inject({
    operation: "getSandbox",
    fault: { kind: "status", status: 200, body: { state: "running" } },
  });
  const read = stage.client({ maxRetries: 0 }).sandboxes.get(id);
  await expect(read).rejects.toMatchObject({
    status: 500,
    body: { type: expect.stringContaining("#VIOLATIONS") },
  });
});
