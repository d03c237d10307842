import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { MountSource, ServedMount } from "../../../src/emulator/storage/index.ts";

export const keys = { accessKeyId: "AKSTORAGEKEY", secretAccessKey: "storage/secret+value=1" };
export const withKeys = { access_key_id: keys.accessKeyId, secret_access_key: keys.secretAccessKey };

/** A mount of `project-assets` with working credentials at the endpoint, unless told otherwise. */
export function mountAt(endpoint: string, change: Partial<ServedMount> = {}): ServedMount {
  return { endpoint, bucket: "project-assets", mount_path: "/data/assets", ...withKeys, ...change };
}

export function withoutKeys<M extends MountSource>({ access_key_id: _, secret_access_key: __, ...mount }: M) {
  return mount;
}

/** An HTTP server that is anything but S3. */
export async function endpointThat(
  listener: RequestListener,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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

export const s3Error = (code: string, more = "") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>for people</Message>${more}</Error>`;
