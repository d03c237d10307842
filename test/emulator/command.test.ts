import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { FlagError, readFlags } from "../../src/emulator/flags.ts";
import { start } from "../support/program.ts";
import { mount, overHttp } from "./support/open.ts";

const cli = "src/emulator/cli.ts";

async function run(...flags: string[]) {
  const { ended, written } = start(cli, flags);
  return { code: await ended, output: written.out + written.err };
}

/** Starts it on a free port, and reads the address that it prints. */
async function listening(...flags: string[]) {
  const { child, ended, written } = start(cli, ["--port", "0", ...flags]);
  const output = () => written.out + written.err;
  const url = await vi.waitFor(() => {
    const [, found] = /listens on (http:\S+)/.exec(output()) ?? [];
    if (!found) throw new Error(`It did not say where it listens: ${output()}`);
    return found;
  }, 120_000);
  const send = (path: string, authorization = "test-key", body?: string) => {
    const headers = { authorization, ...(body && { "content-type": "application/json" }) };
    return fetch(url + path, { method: body ? "POST" : "GET", headers, body: body ?? null });
  };
  return { child, ended, output, url, send };
}

describe("leap0-emulator", () => {
  it("prints its flags in 80 columns, and its version", async () => {
    const { code, output } = await run("--help");
    expect(code).toBe(0);
    for (const flag of ["--port", "--host", "--api-key", "--verify-storage", "--limits", "--control-key"])
      expect(output).toContain(flag);
    for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(await run("--version")).toEqual({ code: 0, output: `${manifest.version}\n` });
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "says how to point a client at it, and ends cleanly on %s, also with a connection open",
    async (signal) => {
      const { child, ended, url, output, send } = await listening();
      const { port } = new URL(url);
      for (const line of [`BASE_URL=${url}`, `SANDBOX_DOMAIN=localhost:${port}`, "API_KEY=test-key"])
        expect(output()).toContain(`LEAP0_${line}\n`);
      expect((await send("/v1/sandboxes")).status).toBe(200);
      child.kill(signal);
      expect(await ended).toBe(0);
    },
  );

  it("prints a line for each request, with no secret in it", async () => {
    const key = "key-that-must-not-come-back";
    const { output, send } = await listening("--api-key", key, "--control-key", "other-must-not-come-back");
    const body = JSON.stringify({ template_name: "t", mounts: [mount] });
    expect((await send("/v1/sandbox/", `Bearer ${key}`, body)).status).toBe(201);
    await send("/v1/sandboxes?state=query-that-must-not-come-back", key);
    await send(`/${key}`);
    await vi.waitFor(() => expect(output()).toMatch(/GET \/\[redacted\] 404 [\d.]+ ms\n/), 60_000);
    expect(output()).toMatch(/POST \/v1\/sandbox\/ 201 [\d.]+ ms\n/);
    expect(output()).toMatch(/GET \/v1\/sandboxes 400 [\d.]+ ms\n/);
    expect(output()).not.toContain("must-not-come-back");
  });

  it("keeps limits, delays, a fixture and the control key", async () => {
    const folder = await mkdtemp(join(tmpdir(), "leap0-emulator-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const fixture = join(folder, "state.json");
    await writeFile(fixture, JSON.stringify({ version: 1, sandboxes: [{ id: "kept", state: "running" }] }));
    const { send } = await listening(
      ...["--state", fixture, "--limits", "sandboxes=1,requests=off", "--control-key", "steer"],
      ...["--state-delay", "snapshotting=60000", "--respond-when", "accepted", "--cors"],
    );
    expect((await send("/v1/sandbox/", "test-key", `{"template_name":"t"}`)).status).toBe(409);
    const pausing = await send("/v1/sandbox/kept/pause", "test-key", "{}");
    expect(await pausing.json()).toMatchObject({ state: "snapshotting" });
    const { status, headers } = await send("/__emulator/state", "steer");
    expect([status, headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  });

  it("goes on when nobody reads what it prints any more", async () => {
    const { child, send } = await listening();
    child.stdout?.destroy();
    for (let n = 0; n < 5; n++) expect((await send("/v1/sandboxes")).status).toBe(200);
    expect(child.exitCode).toBeNull();
  });

  it("says that a port is in use, with code 1 and no stack", async () => {
    const { port } = new URL((await overHttp()).base);
    const { code, output } = await run("--port", port);
    expect([code, output]).toEqual([1, expect.stringContaining(`port ${port} on 127.0.0.1 is in use`)]);
    expect(output).not.toContain("at ");
  });

  it.each([
    [["--prt", "1"], "--prt"],
    [["--verify-storage", "--allowed-endpoint", "nowhere"], "--allowed-endpoint must be"],
  ])("rejects %j in words, with code 2", async (flags, word) => {
    const { code, output } = await run(...flags);
    expect([code, output]).toEqual([2, expect.stringMatching(new RegExp(`${word}[^]*--help`))]);
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describe("readFlags", () => {
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
  ])("warns when other machines can use the default key: %j %s", (flags, warns) => {
    const { warning } = readFlags(flags) as { warning?: string };
    expect(warning?.includes("--api-key") ?? false).toBe(warns);
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
  ])("rejects %j, and says what is wrong", (flags, word) => {
    expect(() => readFlags(flags)).toThrow(FlagError);
    expect(() => readFlags(flags)).toThrow(word);
  });
});
