import { createEmulator, type Emulator, type Listening } from "leap0-fetch/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startS3 } from "../../tools/s3/index.ts";
import { run } from "../support/program.ts";

const STORY = "story/main.ts";
const titles = (out: string) => [...out.matchAll(/^ ?\d+\. (.*)$/gm)].map(([, title]) => title);

describe("The story", () => {
  it("goes from the first sandbox to the last with nothing but this machine", async () => {
    const { code, out, err } = await run(STORY);
    expect(err).toBe("");
    expect(titles(out)).toEqual([
      "Create a sandbox, for ten minutes at most.",
      "Mount a folder of a bucket.",
      "Read a file of it in the sandbox.",
      "Show another folder at the same place.",
      "The file is gone …",
      "… and another one is in its place.",
      "Clear the prefix.",
      "The whole bucket is there.",
      "A wrong storage secret is rejected.",
      "A request with mistakes is rejected, field by field.",
      "Pause: memory and disk are kept, the machine is released.",
      "Wake: a request to the sandbox's own host, then wait until it runs.",
      "The mount is there again.",
      "Delete the sandbox. What is in the bucket stays there.",
    ]);
    expect(out).toContain("\n    # Plan\n    Measure first, then write.\n");
    expect(out).toContain("\n    { message: 'The mount has nothing at this path.' }\n");
    expect(out).toContain("\n    # Report\n    Measured, then written.\n");
    expect(out).toMatch(/field: 'secret_access_key',\s+error: 'does not belong to access_key_id'/);
    expect(out).toMatch(/field: 'mount_path',\s+error: 'must be an absolute path: it begins with \/'/);
    expect(out).toMatch(
      /\n14 steps went as expected\.\nRequests: API \d+, storage \d+\. Sandboxes left: 0\.\n$/,
    );
    expect(code).toBe(0);
  });

  it("fits a terminal, is plain text where it is piped, and shows no key", async () => {
    const { out } = await run(STORY);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).not.toMatch(/[^\n\x20-\x7e…]/);
    expect(out).not.toMatch(/local-(api|storage)-/);
  });

  it("explains itself", async () => {
    const help = await run(STORY, ["--help"]);
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining("--live"), err: "" });
  });

  const LEAP0_API_KEY = "live-key-1";
  it.each<[flag: string, env: Record<string, string>, word: string]>([
    ["--life", {}, "--life"],
    ["--live", {}, "LEAP0_API_KEY"],
    ["--live", { LEAP0_API_KEY, S3_BUCKET: "project-assets" }, "S3_ENDPOINT"],
    ["--live", { LEAP0_API_KEY, LEAP0_BASE_URL: "nowhere" }, "LEAP0_BASE_URL"],
  ])("says how it was called in a wrong way: %s with %o", async (flag, env, word) => {
    const wrong = await run(STORY, [flag], { env });
    expect(wrong).toMatchObject({ code: 2, out: "", err: expect.stringContaining(word) });
  });
});

describe("The story, live", () => {
  const keys = { accessKeyId: "live-storage-key", secretAccessKey: "live-storage-secret" };
  let emulator: Emulator;
  let listening: Listening;
  let env: Record<string, string>;

  beforeEach(async () => {
    // As slow to change a state as the real one may be, and quick to respond.
    emulator = createEmulator({
      apiKey: "live-key-1",
      verifyStorage: true,
      stateDelayMs: { starting: 50, snapshotting: 1000, unpausing: 50, deleting: 50 },
      respondWhen: "accepted",
    });
    listening = await emulator.listen();
    env = {
      LEAP0_API_KEY: "live-key-1",
      LEAP0_BASE_URL: listening.url,
      LEAP0_SANDBOX_DOMAIN: listening.sandboxDomain,
    };
  });
  afterEach(async () => {
    await listening.close();
  });

  const left = () => emulator.export().sandboxes.filter(({ state }) => state !== "deleting");
  const done = () =>
    emulator
      .requests()
      .filter(({ applied }) => applied)
      .map(({ operation }) => operation);

  it("does the same with the API and the storage of the environment", async () => {
    const s3 = await startS3({ buckets: { photos: {} }, credentials: [keys] });
    onTestFinished(s3.close);
    const storage = {
      S3_ENDPOINT: s3.url,
      S3_BUCKET: "photos",
      S3_ACCESS_KEY_ID: keys.accessKeyId,
      S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    };
    const { code, out, err } = await run(STORY, ["--live"], { env: { ...env, ...storage } });
    expect(err).toBe("");
    expect(out).toContain("9 steps went as expected.\nThe sandbox is deleted.\n");
    expect(out).not.toMatch(/live-(key|storage)-/);
    expect(code).toBe(0);
    expect(done()).toEqual([
      ...["createSandbox", "addSandboxMount", "updateSandboxMount", "updateSandboxMount"],
      ...["pauseSandbox", "invoke", "deleteSandbox"],
    ]);
  });

  it("leaves the bucket out where there is none, and says so", async () => {
    const { code, out } = await run(STORY, ["--live"], { env });
    expect(out).toContain(
      "\n    Skipped: needs S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY.\n",
    );
    expect(out).toContain("5 steps went as expected, 1 skipped.");
    expect(code).toBe(0);
    expect(done()).toEqual(["createSandbox", "pauseSandbox", "invoke", "deleteSandbox"]);
  });

  it.each([
    ["a step fails", false],
    ["it is on its way to another state as the step fails", true],
  ])("deletes the sandbox also when %s", async (_, applies) => {
    emulator.inject({ operation: "pauseSandbox", fault: { kind: "status", status: 403, applies } });
    const { code, out } = await run(STORY, ["--live"], { env });
    expect(out).toContain("// 403, PermissionDeniedError, ");
    expect(out).toMatch(/\nStep 4 failed\.\nThe sandbox sbx-\w+ is deleted\.\n$/);
    expect(code).toBe(1);
    expect(left()).toEqual([]);
  });

  it("deletes the sandbox when it is interrupted", async () => {
    emulator.inject({ operation: "pauseSandbox", fault: { kind: "stall", where: "headers" } });
    const { code, out } = await run(STORY, ["--live"], {
      env,
      watch: (sofar, child) => sofar.includes("client.sandboxes.pause(") && child.kill("SIGINT"),
    });
    expect(out).toMatch(/\nInterrupted in step 4 \(SIGINT\)\.\nThe sandbox sbx-\w+ is deleted\.\n$/);
    expect(code).toBe(130);
    expect(left()).toEqual([]);
  });

  it("deletes the sandbox when nobody reads along any more", async () => {
    const { code } = await run(STORY, ["--live"], { env, watch: (_, child) => child.stdout?.destroy() });
    expect(code).toBe(0);
    expect(done().at(-1)).toBe("deleteSandbox");
  });
});
