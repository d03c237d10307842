import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createEmulator, type Emulator } from "leap0-fetch/emulator";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { serveWorker, workerOptions } from "../../scripts/runtimes/workerd.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const API_KEY = "lk-worker-5d1c9a7be0f2";

let emulator: Emulator;
let worker: { url: string; close(): Promise<void> };
let stop: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-worker-"));
  const script = join(folder, "worker.js");
  emulator = createEmulator({ apiKey: API_KEY });
  const api = await emulator.listen();
  const alias = { "leap0-fetch": join(root, "src/index.ts") };
  await build({
    ...workerOptions,
    entryPoints: [join(root, "examples/integrations/worker.ts")],
    outfile: script,
    alias,
  });
  worker = await serveWorker(script, { LEAP0_API_KEY: API_KEY, LEAP0_BASE_URL: api.url });
  stop = async () => {
    await worker.close();
    await api.close();
    await rm(folder, { recursive: true, force: true });
  };
});

afterAll(() => stop());
beforeEach(() => emulator.reset());

async function ask(method: string, path: string): Promise<[status: number, body: unknown]> {
  const response = await fetch(worker.url + path, { method });
  const text = await response.text();
  expect(text).not.toContain(API_KEY);
  return [response.status, JSON.parse(text)];
}

async function running(): Promise<string> {
  const response = await emulator.fetch("https://api.leap0.dev/v1/sandbox/", {
    method: "POST",
    headers: { authorization: API_KEY, "content-type": "application/json" },
    body: JSON.stringify({ template_name: "system/debian:bookworm" }),
  });
  return ((await response.json()) as { id: string }).id;
}

test("shows a page the running sandboxes, and pauses one", async () => {
  const id = await running();
  expect(await ask("GET", "/sandboxes")).toEqual([200, [{ id, state: "running" }]]);
  expect(await ask("POST", `/sandboxes/${id}/pause`)).toEqual([200, { id, state: "paused" }]);
  expect(await ask("GET", "/sandboxes")).toEqual([200, []]);
});

test("reconciles a pause whose response was lost", async () => {
  const id = await running();
  emulator.inject({ operation: "pauseSandbox", fault: { kind: "reset", applies: true } });
  expect(await ask("POST", `/sandboxes/${id}/pause`)).toEqual([200, { id, state: "paused" }]);
});

test("passes on what the visitor did wrong, and nothing of what is our affair", async () => {
  expect((await ask("POST", "/sandboxes/sbx-none/pause"))[0]).toBe(404);
  emulator.inject({ operation: "*", fault: { kind: "status", status: 401 } });
  expect(await ask("GET", "/sandboxes")).toEqual([502, { message: "That did not work. Try again later." }]);
});

test("an id from a visitor's path does not reach another path of the API", async () => {
  const id = await running();
  expect((await ask("POST", `/sandboxes/${encodeURIComponent(`../${id}`)}/pause`))[0]).toBe(404);
  expect((await ask("POST", "/sandboxes/%2e%2e/pause"))[0]).not.toBe(200);
});
