import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { FlagError, readFlags } from "../../src/emulator/command/flags.ts";

const cli = fileURLToPath(new URL("../../src/emulator/cli.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

interface Started {
  readonly child: ChildProcess;
  output(): string;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

function start(...flags: string[]): Started {
  const child = spawn(process.execPath, ["--import", tsx, "--conditions=leap0-source", cli, ...flags]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  return { child, output: () => output, ended: new Promise((resolve) => child.once("close", resolve)) };
}

async function ended(...flags: string[]) {
  const { ended, output } = start(...flags);
  return { code: await ended, output: output() };
}

/** Starts it on a free port and answers the address that it prints. */
async function listening(...flags: string[]) {
  const started = start("--port", "0", ...flags);
  const url = await vi.waitFor(() => {
    const [, found] = /listens on (http:\S+)/.exec(started.output()) ?? [];
    if (!found) throw new Error(`It did not say where it listens: ${started.output()}`);
    return found;
  }, 120_000);
  return { ...started, url };
}

describe("leap0-emulator", () => {
  it("says how it is used, and which version it is", async () => {
    const help = await ended("--help");
    expect(help.code).toBe(0);
    for (const flag of [
      "--port",
      "--host",
      "--api-key",
      "--verify-storage",
      "--state-delay",
      "--limits",
      "--control-key",
    ])
      expect(help.output).toContain(flag);
    for (const line of help.output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(await ended("--version")).toEqual({ code: 0, output: `${manifest.version}\n` });
  });

  it("listens, says how to point a client at it, and answers", async () => {
    const { url, output } = await listening();
    const { port } = new URL(url);
    expect(output()).toContain(`LEAP0_BASE_URL=${url}`);
    expect(output()).toContain(`LEAP0_SANDBOX_DOMAIN=localhost:${port}`);
    expect(output()).toContain("LEAP0_API_KEY=test-key");
    expect((await fetch(`${url}/v1/sandboxes`, { headers: { authorization: "test-key" } })).status).toBe(200);
  });

  it("prints a line for each request, with no secret in it", async () => {
    const key = "key-that-must-not-be-printed";
    const { url, output } = await listening(
      "--api-key",
      key,
      "--control-key",
      "other-that-must-not-be-printed",
    );
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const mount = {
      type: "object-storage",
      bucket: "b",
      mount_path: "/b",
      endpoint: "https://s3.example.com",
      secret_access_key: "secret-that-must-not-be-printed",
    };
    const body = JSON.stringify({ template_name: "t", mounts: [mount] });
    expect((await fetch(`${url}/v1/sandbox/`, { method: "POST", headers, body })).status).toBe(201);
    await fetch(`${url}/v1/sandboxes?state=query-that-must-not-be-printed`, { headers });
    await fetch(`${url}/${key}`);
    await vi.waitFor(() => expect(output()).toMatch(/GET \/\[redacted\] 404 [\d.]+ ms\n/), 60_000);
    expect(output()).toMatch(/POST \/v1\/sandbox\/ 201 [\d.]+ ms\n/);
    expect(output()).toMatch(/GET \/v1\/sandboxes 400 [\d.]+ ms\n/);
    expect(output()).not.toContain("must-not-be-printed");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends cleanly on %s, also with a connection open",
    async (signal) => {
      const { child, ended, url } = await listening();
      await fetch(`${url}/v1/sandboxes`);
      child.kill(signal);
      expect(await ended).toBe(0);
    },
  );

  it("keeps limits, delays, a fixture and the control key", async () => {
    const folder = await mkdtemp(join(tmpdir(), "leap0-emulator-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const fixture = join(folder, "state.json");
    await writeFile(fixture, JSON.stringify({ version: 1, sandboxes: [{ id: "kept", state: "running" }] }));
    const { url } = await listening(
      ...["--state", fixture, "--limits", "sandboxes=1,requests=off", "--control-key", "steer"],
      ...["--state-delay", "snapshotting=60000", "--respond-when", "accepted", "--cors"],
    );
    const headers = { authorization: "test-key", "content-type": "application/json" };
    const post = (path: string, body = "{}") => fetch(url + path, { method: "POST", headers, body });
    expect((await post("/v1/sandbox/", `{"template_name":"t"}`)).status).toBe(409);
    expect(await (await post("/v1/sandbox/kept/pause")).json()).toMatchObject({ state: "snapshotting" });
    const state = await fetch(`${url}/__emulator/state`, { headers: { authorization: "steer" } });
    expect([state.status, state.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  });

  it("goes on when nobody reads what it prints any more", async () => {
    const { child, url } = await listening();
    child.stdout?.destroy();
    const headers = { authorization: "test-key" };
    for (let n = 0; n < 5; n++) expect((await fetch(`${url}/v1/sandboxes`, { headers })).status).toBe(200);
    expect(child.exitCode).toBeNull();
  });

  it("takes the keys from the environment, and a flag before them", () => {
    const env = { LEAP0_EMULATOR_API_KEY: "from-env", LEAP0_EMULATOR_CONTROL_KEY: "control-env" };
    expect(readFlags([], env)).toMatchObject({ emulator: { apiKey: "from-env", controlKey: "control-env" } });
    expect(readFlags(["--api-key", "flag"], env)).toMatchObject({ emulator: { apiKey: "flag" } });
  });

  it.each([
    [["--host", "0.0.0.0"], true],
    [["--host", "::"], true],
    [["--host", "0.0.0.0", "--api-key", "own"], false],
    [["--host", "::1"], false],
    [[], false],
  ])("warns of other machines and the default key: %j %s", (flags, warns) => {
    const asked = readFlags(flags) as { warning?: string };
    expect(asked.warning?.includes("--api-key") ?? false).toBe(warns);
  });

  it("says that a port is in use", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void busy.close());
    await new Promise((resolve) => busy.once("listening", resolve));
    const { port } = busy.address() as AddressInfo;
    const { code, output } = await ended("--port", String(port));
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} of 127.0.0.1 is in use`);
    expect(output).not.toContain("at ");
  });

  it.each([
    [["--prt", "1"], "--prt"],
    [["--verify-storage", "--allowed-endpoint", "nowhere"], "allowedEndpoints"],
  ])("refuses %j in words, with code 2", async (flags, word) => {
    const { code, output } = await ended(...flags);
    expect(code).toBe(2);
    expect(output).toContain(word);
    expect(output).toContain("--help");
    expect(output).not.toMatch(/^\s+at /m);
  });

  it.each([
    [["--prt", "1"], `Did you mean "--port"?`],
    [["--apikey", "k"], `Did you mean "--api-key"?`],
    [["--port", "http"], "--port"],
    [["--port", "70000"], "--port"],
    [["--api-key", ""], "--api-key"],
    [["--limits", "sandboxes"], "name=number"],
    [["--limits", "boxes=3"], "boxes"],
    [["--state-delay", "slow"], "--state-delay"],
    [["--state-delay", "asleep=3"], "asleep"],
    [["--respond-when", "later"], "--respond-when"],
    [["--state", "/no/such/file.json"], "--state"],
    [["--allowed-endpoint", "http://127.0.0.1:9000"], "--verify-storage"],
    [["extra"], "extra"],
  ])("does not understand %j, and says so", (flags, word) => {
    expect(() => readFlags(flags)).toThrow(FlagError);
    expect(() => readFlags(flags)).toThrow(word);
  });
});
