import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Leap0Client } from "leap0-fetch";
import { createEmulator, type Emulator, type Fault, type Listening } from "leap0-fetch/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bar, showProgress } from "../../examples/many-sandboxes/progress.ts";
import { type How, run } from "../support/program.ts";

const IDS = Array.from({ length: 120 }, (_, at) => `sbx-${String(at).padStart(3, "0")}`);
const MOUNT = ["--endpoint", "https://s3.example.com", "--bucket", "project-assets", "--at", "/data"];

describe("One task for many sandboxes", () => {
  let emulator: Emulator;
  let api: Listening;
  let folder: string;
  let journal: string;
  let env: Record<string, string>;

  beforeEach(async () => {
    emulator = createEmulator({
      apiKey: "test-key-of-many",
      state: { version: 1, sandboxes: IDS.map((id) => ({ id, state: "running" })) },
    });
    api = await emulator.listen();
    folder = await mkdtemp(join(tmpdir(), "many-sandboxes-"));
    journal = join(folder, "attached.txt");
    env = {
      LEAP0_API_KEY: "test-key-of-many",
      LEAP0_BASE_URL: api.url,
      S3_ACCESS_KEY_ID: "id-of-the-storage",
      S3_SECRET_ACCESS_KEY: "secret-of-the-storage",
    };
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const many = (args: readonly string[], how: How = {}) =>
    run("many-sandboxes/main.ts", [...args, "--journal", journal], { env, ...how });
  const attach = (...more: string[]) => many(["attach", ...MOUNT, ...more]);
  /** The first ones are attached at once, the others hang until somebody loses patience: when the line is printed. */
  const attachUntil = (line: string, quick: number, ...more: string[]) => {
    const slow: Fault = { kind: "stall", where: "headers", applies: true };
    emulator.inject({ operation: "addSandboxMount", fault: { kind: "delay", ms: 0 }, times: quick });
    emulator.inject({ operation: "addSandboxMount", fault: slow, times: IDS.length - quick });
    const watch: How["watch"] = (out, child) => out.includes(line) && child.kill("SIGINT");
    return many(["attach", ...MOUNT, ...more], { watch });
  };
  const journalled = async () => (await readFile(journal, "utf8")).trim().split("\n").slice(1);
  const expectOneMountEach = () =>
    expect(emulator.export().sandboxes.map(({ mounts = [] }) => mounts.length)).toEqual(IDS.map(() => 1));
  const requestsFor = (operation: string) =>
    emulator.requests().filter((request) => request.operation === operation);
  const idsOf = (requests: readonly { path: string }[]) =>
    requests.map(({ path }) => /sbx-\d+/.exec(path)?.[0]);

  it("is attached to all of them, with progress", async () => {
    const { code, out, err } = await attach();
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^0 of 120\n(\d+ of 120\n)+$/);
    expect(out.endsWith("\n120 of 120\n")).toBe(true);
    expectOneMountEach();
    expect((await journalled()).sort()).toEqual(IDS);
    expect(out + (await readFile(journal, "utf8"))).not.toMatch(/of-the-storage|test-key-of-many/);
  });

  it("goes on where it was interrupted: what was done is not even looked at again", async () => {
    const first = await attachUntil("36 of 120", 40);
    expect([first.code, first.err]).toEqual([130, ""]);
    const before = await journalled();
    expect(first.out).toContain(
      `Interrupted at ${before.length} of 120. The same command goes on from there.`,
    );
    expect(before.length).toBeGreaterThanOrEqual(36);
    expect(before.length).toBeLessThan(120);

    emulator.clearFaults();
    const sofar = emulator.requests().length;
    const second = await attach();
    expect([second.code, second.err]).toEqual([0, ""]);
    expect(second.out.startsWith(`${before.length} of 120\n`)).toBe(true);
    const asked = new Set(idsOf(emulator.requests().slice(sofar)));
    expect(IDS.filter((id) => asked.has(id))).toEqual(IDS.filter((id) => !before.includes(id)));
    // Some were carried out although nobody heard of it.
    expectOneMountEach();
  });

  it("tells which of them failed, and tries these again the next time", async () => {
    emulator.inject({ operation: "addSandboxMount", fault: { kind: "status", status: 403 }, times: 2 });
    const first = await attach();
    expect(first.out.match(/^sbx-\d+: addSandboxMount: .*403.*$/gm)).toHaveLength(2);
    expect(first.code).toBe(1);
    expect(await journalled()).toHaveLength(118);
    expect((await attach()).code).toBe(0);
    expect(await journalled()).toHaveLength(120);
  });

  it("is careful with the journal: half a line counts for nothing, and another mount needs another one", async () => {
    await attach();
    await appendFile(journal, "sbx-0");
    expect((await attach()).code).toBe(0);
    expect(await journalled()).toHaveLength(120);
    const other = await attach("--at", "/elsewhere");
    const about = "is about something else: https://s3.example.com project-assets/ at /data";
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining(about) });
  });

  it("says what is missing in a command, with code 2", async () => {
    const wrong = await many(["attach", "--bucket", "b"]);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("--at") });
  });

  it("is done by several processes, which stop together and go on together", async () => {
    const workers = ["--workers", "3"];
    const first = await attachUntil("48 of 120", 60, ...workers);
    expect([first.code, first.err]).toEqual([130, ""]);
    expect((await journalled()).length).toBeGreaterThanOrEqual(48);
    emulator.clearFaults();
    expect(await attach(...workers)).toMatchObject({ err: "", code: 0 });
    expect((await journalled()).sort()).toEqual(IDS);
    expectOneMountEach();
  });

  it("rotates the credentials of all mounts of a bucket, once, and says what it could not reach", async () => {
    await attach();
    await rm(journal);
    const rotate = ["rotate", "--bucket", "project-assets"];
    const keys = { S3_ACCESS_KEY_ID: "id-of-the-storage-2", S3_SECRET_ACCESS_KEY: "secret-of-the-storage-2" };
    const rotated = { env: { ...env, ...keys } };
    const first = await many(rotate, rotated);
    expect(first).toMatchObject({ err: "", code: 0 });
    const updates = requestsFor("updateSandboxMount");
    expect(updates).toHaveLength(120);
    expect(new Set(updates.map(({ path }) => path)).size).toBe(120);
    expect(first.out + (await readFile(journal, "utf8"))).not.toContain("of-the-storage");
    // The journal is the only proof: what it names is not sent again, and other credentials need another journal.
    await many(rotate, rotated);
    expect(requestsFor("updateSandboxMount")).toHaveLength(120);
    const others = await many(rotate);
    expect(others).toMatchObject({ code: 1, err: expect.stringContaining("about something else") });

    await rm(journal);
    const { url: baseUrl, sandboxDomain } = api;
    await new Leap0Client({ apiKey: "test-key-of-many", baseUrl, sandboxDomain }).sandboxes.pause("sbx-000");
    const left = await many(rotate);
    expect(left.out).toContain("Not running, so with the credentials that they had: 1.");
    expect(left.code).toBe(1);
  });

  it("finds orphans, and deletes them only when it is told to and has read the whole list", async () => {
    const keep = join(folder, "in-use.txt");
    await writeFile(keep, IDS.slice(3).join("\n"));
    const orphans = ["orphans", "--keep", keep, "--older-than", "0"];
    const { out } = await many(orphans);
    expect(out).toMatch(/^(sbx-00[0-2]\n){3}3 orphans\. Nothing was deleted: that takes --delete\.\n$/);
    expect(requestsFor("deleteSandbox")).toEqual([]);
    // Too young to be one.
    expect((await many(["orphans", "--keep", keep])).out).toMatch(/^0 orphans/);

    emulator.inject({
      operation: "listSandboxes",
      fault: { kind: "status", status: 500 },
      skip: 1,
      times: 10,
    });
    const broken = await many([...orphans, "--delete"]);
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining("listSandboxes") });
    expect(requestsFor("deleteSandbox")).toEqual([]);

    emulator.clearFaults();
    expect((await many([...orphans, "--delete"])).code).toBe(0);
    expect(idsOf(requestsFor("deleteSandbox")).sort()).toEqual(IDS.slice(0, 3));
    const missing = await many(["orphans", "--keep", join(folder, "missing.txt"), "--delete"]);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining("missing.txt") });
  });
});

describe("The progress bar", () => {
  it("fills from left to right within one line of the terminal", () => {
    expect(bar(0, 0, 200, 30)).toBe(`[${"-".repeat(16)}]   0 of 200`);
    expect(bar(100, 1, 200, 41)).toBe(`[${"#".repeat(8)}${"-".repeat(9)}] 100 of 200, 1 failed`);
    expect(bar(200, 0, 200, 200)).toBe(`[${"#".repeat(40)}] 200 of 200`);
    for (const columns of [20, 40, 80]) expect(bar(7, 0, 10, columns).length).toBeLessThan(columns);
  });

  it("is drawn over itself on a terminal, and a line for each tenth elsewhere", () => {
    const seen = (isTTY: boolean) => {
      const written: string[] = [];
      const progress = showProgress({ isTTY, columns: 20, write: (text) => written.push(text) }, 20);
      for (const done of [0, 1, 2, 3]) progress.update(done, 0);
      progress.end();
      return written;
    };
    expect(seen(true)).toEqual([
      "\r[--------]  0 of 20",
      "\r[--------]  1 of 20",
      "\r[--------]  2 of 20",
      "\r[#-------]  3 of 20",
      "\n",
    ]);
    expect(seen(false)).toEqual(["0 of 20\n", "2 of 20\n"]);
  });
});
