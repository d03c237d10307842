import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { startS3 } from "../../tools/s3/index.ts";
import type { Narrator } from "./narrator.ts";

/** Where the story plays. */
export interface Stage {
  readonly client: Leap0Client;
  /** What is said about it before the first step. */
  readonly opening: readonly string[];
  /** The bucket to mount; `undefined` where there is none. */
  readonly storage: Storage | undefined;
  /**
   * Reads a path of a sandbox through its own host, and tells so. `undefined` on the real API: what responds there is a
   * program in the sandbox, and no operation that this package has starts one.
   */
  readonly read: ((sandboxID: string, path: string) => Promise<Reading>) | undefined;
  /** Whether it is known which fields are rejected. The real API does not document that. */
  readonly predictable: boolean;
  /** What is left to say when every step went as expected. */
  closing(): string;
  close(): Promise<void>;
}

export interface Storage {
  readonly endpoint: string;
  readonly bucket: string;
  readonly access_key_id: string;
  readonly secret_access_key: string;
}

export interface Reading {
  readonly status: number;
  readonly text: string;
}

/** The program was not called as it has to be. */
export class UsageError extends Error {
  override name = "UsageError";
}

const BUCKET = "project-assets";
const OBJECTS = {
  "drafts/plan.md": "# Plan\nMeasure first, then write.\n",
  "final/report.md": "# Report\nMeasured, then written.\n",
};

/** API and storage on this machine, on ports that are free, gone when the story is over. */
export async function openLocalStage(narrator: Narrator): Promise<Stage> {
  const apiKey = "local-api-key";
  const keys = { access_key_id: "local-storage-key", secret_access_key: "local-storage-secret" };
  const authorization = `Bearer ${apiKey}`;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: shown as code.
  narrator.hide(authorization, "`Bearer ${process.env.LEAP0_API_KEY}`");
  hideKeys(narrator, keys);

  const s3 = await startS3({
    buckets: { [BUCKET]: { objects: OBJECTS } },
    credentials: [{ accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key }],
  });
  const emulator = createEmulator({ apiKey, verifyStorage: true, allowedEndpoints: [s3.url] });
  const { url, sandboxDomain, fetch, close } = await emulator.listen();
  return {
    client: new Leap0Client({ apiKey, baseUrl: url, sandboxDomain, onEvent: narrator.onEvent }),
    opening: [
      "Everything runs on this machine: no account, no network.",
      "",
      `  API      ${url}, the emulator of the Leap0 API`,
      `  storage  ${s3.url}, S3-compatible; the bucket ${BUCKET} has`,
      `           ${Object.keys(OBJECTS).join(" and ")}`,
      "",
      "    const emulator = createEmulator({ apiKey, verifyStorage: true });",
      "    const { url, sandboxDomain, fetch } = await emulator.listen();",
      "    const client = new Leap0Client({ apiKey, baseUrl: url, sandboxDomain });",
    ],
    storage: { endpoint: s3.url, bucket: BUCKET, ...keys },
    read: (sandboxID, path) =>
      narrator.fetched(`http://${sandboxID}.${sandboxDomain}${path}`, { authorization }, fetch),
    predictable: true,
    closing: () => {
      const left = emulator.export().sandboxes.length;
      return `Requests: API ${emulator.requests().length}, storage ${s3.requests.length}. Sandboxes left: ${left}.`;
    },
    close: async () => {
      await close();
      await s3.close();
    },
  };
}

/** The real API, with what the environment says. */
export function openLiveStage(narrator: Narrator, env: NodeJS.ProcessEnv): Stage {
  if (!env.LEAP0_API_KEY) throw new UsageError("--live needs LEAP0_API_KEY.");
  const client = clientFor(narrator);
  narrator.hide(env.LEAP0_API_KEY, "process.env.LEAP0_API_KEY");
  const storage = storageIn(env);
  if (storage) hideKeys(narrator, storage);
  return {
    client,
    opening: [
      `Live: ${env.LEAP0_BASE_URL ? new URL(env.LEAP0_BASE_URL).origin : "the real API"}.`,
      ...(storage ? [`Storage: the bucket ${storage.bucket}.`, NO_READING] : []),
      "",
      "    const client = new Leap0Client();",
    ],
    storage,
    read: undefined,
    predictable: false,
    closing: () => "The sandbox is deleted.",
    close: async () => {},
  };
}

/** With settings from the environment. It looks at them before anything here repeats one. */
function clientFor({ onEvent }: Narrator): Leap0Client {
  try {
    return new Leap0Client({ onEvent });
  } catch (error) {
    if (error instanceof InvalidRequestError) throw new UsageError(error.message);
    throw error;
  }
}

const NO_READING = "Its files are not read: a program in the sandbox would respond, and it has none.";

export const STORAGE_VARIABLES = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"];

/** The storage that the environment names: all of it, or none. */
function storageIn(env: NodeJS.ProcessEnv): Storage | undefined {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  if (S3_ENDPOINT && S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY)
    return {
      endpoint: S3_ENDPOINT,
      bucket: S3_BUCKET,
      access_key_id: S3_ACCESS_KEY_ID,
      secret_access_key: S3_SECRET_ACCESS_KEY,
    };
  if (S3_ENDPOINT || S3_BUCKET || S3_ACCESS_KEY_ID || S3_SECRET_ACCESS_KEY)
    throw new UsageError(`Set all of ${STORAGE_VARIABLES.join(", ")}, or none of them.`);
  return undefined;
}

function hideKeys(narrator: Narrator, keys: Pick<Storage, "access_key_id" | "secret_access_key">): void {
  narrator.hide(keys.access_key_id, "process.env.S3_ACCESS_KEY_ID");
  narrator.hide(keys.secret_access_key, "process.env.S3_SECRET_ACCESS_KEY");
}
