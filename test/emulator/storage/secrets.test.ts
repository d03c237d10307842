import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { type ServedMount, type StorageOptions, verifyMount } from "../../../src/emulator/storage/index.ts";
import { endpointThat, keys, mountAt, read, storageWith } from "./fixture.ts";

const wrong = { accessKeyId: "AKWRONGKEY", secretAccessKey: "wrong/secret+value=2" };
const secrets = [...Object.values(keys), ...Object.values(wrong)];

/** Credentials in any spelling, signatures, and what only S3's own responses contain. */
function expectClean(text: string): void {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), btoa(secret)]);
  for (const spelling of spellings) expect(text).not.toContain(spelling);
  expect(text).not.toMatch(/signature|x-amz|AWS4|aws4_request|StringToSign|RequestId|<Error|[0-9a-f]{64}/i);
}

describe("the storage's secrets", async () => {
  const s3 = await storageWith(
    { "a.txt": "content", "docs/b.txt": "content" },
    { buckets: { "other-assets": {} }, credentials: [{ ...keys, buckets: ["project-assets"] }] },
    afterAll,
  );
  // It sends everything back that it was sent, as S3 does in part when a signature is wrong.
  const echoing = await endpointThat(({ method, url, rawHeaders }, response) => {
    const received = `${method} ${url} ${JSON.stringify(rawHeaders)}`;
    const echo = { "x-amz-echo": encodeURIComponent(received), "content-type": "application/xml" };
    response.writeHead(403, echo);
    response.end(`<Error><Code>AccessDenied</Code><Message>${received}</Message></Error>`);
  }, afterAll);
  const quoting: StorageOptions = {
    fetch: (url, init) => Promise.reject(new Error(`${url} ${inspect(new Headers(init.headers))}`)),
  };

  it.each<[string, Partial<ServedMount>, StorageOptions?]>([
    ["works", {}],
    ["has a wrong secret", { secret_access_key: wrong.secretAccessKey }],
    ["has a wrong key", { access_key_id: wrong.accessKeyId }],
    ["has a key that breaks the header", { access_key_id: `${wrong.accessKeyId}\n` }],
    ["has only a key", { secret_access_key: "" }],
    ["has only a secret", { access_key_id: "" }],
    ["names a missing bucket", { bucket: "no-such-bucket" }],
    ["names a bucket of others", { bucket: "other-assets" }],
    ["has its credentials in the endpoint", { endpoint: `http://${keys.accessKeyId}:hunter2@127.0.0.1/` }],
    ["is at an endpoint that echoes", { endpoint: echoing.url }],
    ["cannot be reached", { endpoint: "http://127.0.0.1:1" }],
    ["fails with an error that quotes the request", {}, quoting],
  ])(
    "appear neither when it is checked nor in a response for a file: a mount that %s",
    async (what, change, options) => {
      const mount = mountAt(s3.url, change);
      const errors = await verifyMount(mount, options);
      expect(errors).toHaveLength(what === "works" ? 0 : 1);
      expectClean(inspect(errors, { depth: null, showHidden: true }) + JSON.stringify(errors));

      for (const path of ["a.txt", "docs/", "missing", "", "..%2f", "docs"])
        for (const method of ["GET", "HEAD", "PUT"])
          for (const headers of [{}, { range: "bytes=50-" }]) {
            const response = await read(`/data/assets/${path}`, [mount], options, { method, headers });
            const shown = `${inspect(response, { depth: null, showHidden: true })}${inspect(response?.headers)}`;
            expectClean(`${shown}${await response?.text()}`);
            expect(response?.url).toBe("");
          }
    },
  );

  it("never travel: the secret is in no request, and nothing but reads is sent", async () => {
    const sent: string[] = [];
    const spy = async (url: string, init: RequestInit) => {
      sent.push(`${init.method} ${url} ${inspect([...new Headers(init.headers)])} ${inspect(init.body)}`);
      return fetch(url, init);
    };
    await verifyMount(mountAt(s3.url), { fetch: spy });
    for (const path of ["a.txt", "docs", "missing"])
      await read(`/data/assets/${path}`, [mountAt(s3.url)], { fetch: spy });
    expect(sent).toHaveLength(6);
    for (const request of sent) {
      for (const secret of [keys.secretAccessKey, encodeURIComponent(keys.secretAccessKey)])
        expect(request).not.toContain(secret);
      expect(request).toMatch(/^(GET|HEAD) .* undefined$/s);
    }
  });
});
