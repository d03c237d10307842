import { createEmulator, type SavedSandbox } from "leap0-fetch/emulator";
import { vi } from "vitest";
import { startS3 } from "../../tools/s3/index.ts";

/** What a sample finds: an API with one sandbox, a bucket, and the environment that its text speaks of. */
export interface Stage {
  readonly env: Readonly<Record<string, string>>;
  /** Finds the API and its sandboxes, and nothing else. */
  readonly fetch: typeof fetch;
  close(): Promise<void>;
}

const platformFetch = globalThis.fetch;
const API_KEY = "test-key";
const STORAGE_KEY = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "storage-secret-for-samples" };

export interface Given {
  readonly state: SavedSandbox["state"];
  /** Checks mounts against the bucket, where the sample takes the bucket from the environment. */
  readonly verifyStorage?: boolean;
}

/** The state that an operation's sample needs its sandbox to be in. */
export const givenFor = (file: string): Given => ({
  state: /startSandbox/.test(file) ? "stopped" : "running",
  verifyStorage: file.startsWith("spec/"),
});

export async function openStage({ state, verifyStorage = false }: Given): Promise<Stage> {
  const s3 = await startS3({
    buckets: { "project-assets": { objects: { "images/logo.txt": "a logo", "reports/may.txt": "May" } } },
    credentials: [STORAGE_KEY],
  });
  const emulator = createEmulator({
    apiKey: API_KEY,
    controlKey: "control-key",
    verifyStorage,
    state: {
      version: 1,
      sandboxes: [{ id: "sbx-abc123", state, auto_pause: true, mounts: [mount(s3.url)] }],
    },
  });
  const api = await emulator.listen();
  return {
    env: {
      LEAP0_API_KEY: API_KEY,
      LEAP0_BASE_URL: api.url,
      LEAP0_SANDBOX_DOMAIN: api.sandboxDomain,
      SANDBOX_ID: "sbx-abc123",
      MOUNT_ID: "mnt-abc123",
      S3_ENDPOINT: s3.url,
      S3_BUCKET: "project-assets",
      R2_ACCOUNT_ID: "0123456789abcdef",
      S3_ACCESS_KEY_ID: STORAGE_KEY.accessKeyId,
      S3_SECRET_ACCESS_KEY: STORAGE_KEY.secretAccessKey,
    },
    fetch: (input, init) => {
      const { hostname } = new URL(input instanceof Request ? input.url : input);
      // Not every resolver knows the names below localhost.
      if (hostname.endsWith(".localhost")) return emulator.fetch(input, init);
      if (hostname === "127.0.0.1") return platformFetch(input, init);
      throw new Error(`a sample must not call ${hostname}`);
    },
    close: async () => {
      await Promise.all([api.close(), s3.close()]);
    },
  };
}

const mount = (endpoint: string) => ({
  id: "mnt-abc123",
  bucket: "project-assets",
  mount_path: "/data/reports",
  prefix: "reports/",
  endpoint,
  access_key_id: STORAGE_KEY.accessKeyId,
  secret_access_key: STORAGE_KEY.secretAccessKey,
});

/** Runs a sample with the stage's environment and `fetch`, and keeps its words to itself. */
export async function onStage(given: Given, run: (stage: Stage) => Promise<unknown>): Promise<void> {
  const stage = await openStage(given);
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.stubGlobal("fetch", stage.fetch);
  for (const method of ["log", "error", "warn", "table"] as const)
    vi.spyOn(console, method).mockImplementation(() => {});
  try {
    await run(stage);
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
    await stage.close();
  }
}
