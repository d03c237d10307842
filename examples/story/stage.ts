import { Leap0Client } from "leap0-fetch";
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
  readonly read?: (sandboxID: string, path: string) => Promise<{ status: number; text: string }>;
  /** What is left to say when every step went as expected. */
  closing(): string;
  close?(): Promise<void>;
}

export interface Storage {
  readonly endpoint: string;
  readonly bucket: string;
  readonly access_key_id: string;
  readonly secret_access_key: string;
}

/** The program was not called as it has to be. */
export class UsageError extends Error {}

const BUCKET = "project-assets";
const OBJECTS = {
  "drafts/plan.md": "# Plan\nMeasure first, then write.\n",
  "final/report.md": "# Report\nMeasured, then written.\n",
};

/** API and storage on this machine, on ports that are free, gone when the story is over. */
export async function openLocalStage(narrator: Narrator): Promise<Stage> {
  const apiKey = "local-api-key";
  const keys = { access_key_id: "local-storage-key", secret_access_key: "local-storage-secret" };
  const headers = { authorization: `Bearer ${apiKey}` };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: shown as code.
  narrator.hide(headers.authorization, "`Bearer ${process.env.LEAP0_API_KEY}`");
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
      narrator.fetched(`http://${sandboxID}.${sandboxDomain}${path}`, { headers }, fetch),
    closing() {
      const left = emulator.export().sandboxes.length;
      return `Requests: API ${emulator.requests().length}, storage ${s3.requests.length}. Sandboxes left: ${left}.`;
    },
    async close() {
      await close();
      await s3.close();
    },
  };
}

/** The real API, with what the environment says. */
export function openLiveStage(narrator: Narrator): Stage {
  const { LEAP0_API_KEY, LEAP0_BASE_URL } = process.env;
  if (!LEAP0_API_KEY) throw new UsageError("--live needs LEAP0_API_KEY.");
  // The client checks the settings before anything here repeats one.
  const client = new Leap0Client({ onEvent: narrator.onEvent });
  narrator.hide(LEAP0_API_KEY, "process.env.LEAP0_API_KEY");
  const storage = storageOfEnvironment();
  if (storage) hideKeys(narrator, storage);
  return {
    client,
    opening: [
      `Live: ${LEAP0_BASE_URL ? new URL(LEAP0_BASE_URL).origin : "the real API"}.`,
      ...(storage ? [`Storage: the bucket ${storage.bucket}.`, NO_READING] : []),
      "",
      "    const client = new Leap0Client();",
    ],
    storage,
    closing: () => "The sandbox is deleted.",
  };
}

const NO_READING = "Its files are not read: a program in the sandbox would respond, and it has none.";

export const STORAGE_VARIABLES = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"];

/** The storage that the environment names: all of it, or none. */
function storageOfEnvironment(): Storage | undefined {
  const values = STORAGE_VARIABLES.map((name) => process.env[name] ?? "");
  if (!values.some(Boolean)) return undefined;
  if (!values.every(Boolean))
    throw new UsageError(`Set all of ${STORAGE_VARIABLES.join(", ")}, or none of them.`);
  const [endpoint = "", bucket = "", access_key_id = "", secret_access_key = ""] = values;
  return { endpoint, bucket, access_key_id, secret_access_key };
}

function hideKeys(narrator: Narrator, keys: Pick<Storage, "access_key_id" | "secret_access_key">): void {
  narrator.hide(keys.access_key_id, "process.env.S3_ACCESS_KEY_ID");
  narrator.hide(keys.secret_access_key, "process.env.S3_SECRET_ACCESS_KEY");
}
