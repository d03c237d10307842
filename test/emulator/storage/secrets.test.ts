import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServedMount, StorageOptions } from "../../../src/emulator/storage/index.ts";
import { serveMounted, verifyMount } from "../../../src/emulator/storage/index.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";
import { endpointThat, keys, mountAt } from "./fixture.ts";

const wrong = { accessKeyId: "AKWRONGKEY", secretAccessKey: "wrong/secret+value=2" };
const secrets = [...Object.values(keys), ...Object.values(wrong)];

/** Credentials in any spelling, signatures, and what only S3's own responses contain. */
function expectClean(text: string): void {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), btoa(secret)]);
  for (const spelling of spellings) expect(text).not.toContain(spelling);
  expect(text).not.toMatch(/signature|x-amz|AWS4|aws4_request|StringToSign|RequestId|<Error|[0-9a-f]{64}/i);
}

describe("the storage's secrets", () => {
  let s3: S3Server;
  let hostile: { url: string; close: () => Promise<void> };
  let cases: [string, Partial<ServedMount>, StorageOptions?][];

  beforeAll(async () => {
    s3 = await startS3({
      buckets: {
        "project-assets": { objects: { "a.txt": "content", "docs/b.txt": "content" } },
        "other-assets": {},
      },
      credentials: [{ ...keys, buckets: ["project-assets"] }],
    });
    // It sends everything back that it was sent, as S3 does in part when a signature is wrong.
    hostile = await endpointThat((request, response) => {
      const received = `${request.method} ${request.url} ${JSON.stringify(request.rawHeaders)}`;
      response.writeHead(403, {
        "x-amz-echo": encodeURIComponent(received),
        "content-type": "application/xml",
      });
      response.end(`<Error><Code>AccessDenied</Code><Message>${received}</Message></Error>`);
    });
    const quoting: StorageOptions = {
      fetch: (url, init) => Promise.reject(new Error(`${url} ${inspect(new Headers(init.headers))}`)),
    };
    cases = [
      ["works", {}],
      ["has a wrong secret", { secret_access_key: wrong.secretAccessKey }],
      ["has a wrong key", { access_key_id: wrong.accessKeyId }],
      ["has a key that breaks the header", { access_key_id: `${wrong.accessKeyId}\n` }],
      ["has only a key", { secret_access_key: "" }],
      ["has only a secret", { access_key_id: "" }],
      ["names a missing bucket", { bucket: "no-such-bucket" }],
      ["names a bucket of others", { bucket: "other-assets" }],
      ["has its credentials in the endpoint", { endpoint: `http://${keys.accessKeyId}:hunter2@127.0.0.1/` }],
      ["is at an endpoint that echoes", { endpoint: hostile.url }],
      ["cannot be reached", { endpoint: "http://127.0.0.1:1" }],
      ["fails with an error that quotes the request", {}, quoting],
    ];
  });

  afterAll(async () => {
    await hostile.close();
    await s3.close();
  });

  it("appear neither in the outcome of checking a mount nor in any response for a file", async () => {
    for (const [what, change, options] of cases) {
      const mount = mountAt(s3.url, change);
      const errors = await verifyMount(mount, options);
      expect(errors, `a mount that ${what}`).toHaveLength(what === "works" ? 0 : 1);
      expectClean(inspect(errors, { depth: null, showHidden: true }) + JSON.stringify(errors));

      for (const path of ["a.txt", "docs/", "missing", "", "..%2f", "docs"]) {
        for (const method of ["GET", "HEAD", "PUT"]) {
          const request = new Request("http://h/", { method, headers: { range: "bytes=50-" } });
          const response = await serveMounted(request, `/data/assets/${path}`, [mount], options);
          const shown = `${inspect(response, { depth: null, showHidden: true })}${inspect(response?.headers)}`;
          expectClean(`${shown}${await response?.text()}`);
        }
      }
    }
  });

  it("are not shown by the response for a file that was read", async () => {
    const response = await serveMounted(new Request("http://h/"), "/data/assets/a.txt", [mountAt(s3.url)]);
    expectClean(inspect(response, { depth: null, showHidden: true }));
    expect([response?.status, response?.url, await response?.text()]).toEqual([200, "", "content"]);
  });

  it("never travel: the secret is in no request, and nothing but reads is sent", async () => {
    const sent: string[] = [];
    const spy = async (url: string, init: RequestInit) => {
      sent.push(`${init.method} ${url} ${inspect([...new Headers(init.headers)])} ${inspect(init.body)}`);
      return fetch(url, init);
    };
    await verifyMount(mountAt(s3.url), { fetch: spy });
    for (const path of ["a.txt", "docs", "missing"]) {
      await serveMounted(new Request("http://h/"), `/data/assets/${path}`, [mountAt(s3.url)], { fetch: spy });
    }
    expect(sent).toHaveLength(6);
    for (const request of sent) {
      expect(request).not.toContain(keys.secretAccessKey);
      expect(request).not.toContain(encodeURIComponent(keys.secretAccessKey));
      expect(request).toMatch(/^(GET|HEAD) .* undefined$/s);
    }
  });
});
