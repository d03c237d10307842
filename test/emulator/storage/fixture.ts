import { createServer, type RequestListener } from "node:http";
import { onTestFinished } from "vitest";
import { type ServedMount, type StorageOptions, serveMounted } from "../../../src/emulator/storage/index.ts";
import { listening } from "../../../tools/loopback.ts";
import { type BucketSeed, type S3Options, type S3Server, startS3 } from "../../../tools/s3/index.ts";

export const keys = { accessKeyId: "AKSTORAGEKEY", secretAccessKey: "storage/secret+value=1" };
export const withKeys = { access_key_id: keys.accessKeyId, secret_access_key: keys.secretAccessKey };
export const withoutKeys = { access_key_id: "", secret_access_key: "" };

/** A mount of `project-assets` with working credentials at the endpoint, unless told otherwise. */
export function mountAt(endpoint: string, change: Partial<ServedMount> = {}): ServedMount {
  return { endpoint, bucket: "project-assets", mount_path: "/data/assets", ...withKeys, ...change };
}

/** S3 with these objects in `project-assets`. It is gone when the test is over, unless `whenOver` is `afterAll`. */
export async function storageWith(
  objects: NonNullable<BucketSeed["objects"]> = {},
  { buckets, ...more }: S3Options = {},
  whenOver = onTestFinished,
): Promise<S3Server> {
  const all = { "project-assets": { objects }, ...buckets };
  const s3 = await startS3({ credentials: [keys], ...more, buckets: all });
  whenOver(s3.close);
  return s3;
}

/** Reads a path of the mounts as the sandbox host does; undefined where none covers it. */
export const read = (
  path: string,
  mounts: readonly ServedMount[],
  options: StorageOptions = {},
  init?: RequestInit,
): Promise<Response | undefined> => serveMounted(new Request("http://h/", init), path, mounts, options);

/** An HTTP server that is anything but S3. It is gone when the test is over, unless `whenOver` is `afterAll`. */
export async function endpointThat(listener: RequestListener, whenOver = onTestFinished) {
  const { url, close } = await listening(createServer(listener));
  whenOver(close);
  return { url };
}

/** A `fetch` with one response to everything, which keeps what it was asked for. */
export function responding(status: number, body: string, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    return new Response(body, { status, headers });
  };
  return { fetch, asked };
}

export const listing = (...contents: string[]) => `<ListBucketResult>${contents.join("")}</ListBucketResult>`;

export const s3Error = (code: string, more = "") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>for people</Message>${more}</Error>`;
