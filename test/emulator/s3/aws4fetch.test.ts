import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, oddKeys } from "../../../tools/s3/clients.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";

const encodeKey = (key: string) => key.split("/").map(encodeURIComponent).join("/");

describe("aws4fetch against the S3 server for tests", () => {
  let server: S3Server;
  let clock = 0;
  const aws = new AwsClient({ ...keys, service: "s3", region: "us-east-1", retries: 0 });

  beforeAll(async () => {
    server = await startS3({
      buckets: { "project-assets": { objects: Object.fromEntries(oddKeys.map((key) => [key, key])) } },
      credentials: [keys],
      now: () => Date.now() + clock,
    });
  });

  afterAll(() => server.close());

  const at = (path: string) => `${server.url}/project-assets${path}`;
  const code = async (answer: Response) => [
    answer.status,
    /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? "",
  ];

  it.each(oddKeys.filter((key) => !key.includes("/../")))("reads the key %j", async (key) => {
    const answer = await aws.fetch(at(`/${encodeKey(key)}`));
    expect([answer.status, await answer.text()]).toEqual([200, key]);
  });

  it("signs options with odd characters the same way", async () => {
    const answer = await aws.fetch(
      at(`?list-type=2&encoding-type=url&prefix=${encodeURIComponent("with space")}`),
    );
    expect(await answer.text()).toContain("<Key>with+space.txt</Key>");
  });

  it("takes a bare plus sign for a space, as S3 does", async () => {
    expect(await (await aws.fetch(at("/with+space.txt"))).text()).toBe("with space.txt");
    expect(await (await aws.fetch(at("?list-type=2&prefix=with+sp"))).text()).toContain(
      "<Key>with space.txt</Key>",
    );
  });

  it("refuses a signature that is more than a quarter of an hour off, in both directions", async () => {
    for (const [shift, status] of [
      [16, 403],
      [-16, 403],
      [14, 200],
      [-14, 200],
    ] as const) {
      clock = shift * 60_000;
      const answer = await aws.fetch(at("/plain.txt"));
      clock = 0;
      expect(answer.status).toBe(status);
      if (status === 403) expect(await answer.text()).toContain("<Code>RequestTimeTooSkewed</Code>");
    }
  });

  it("refuses a body that is not the one that was signed", async () => {
    const hash = createHash("sha256").update("signed body").digest("hex");
    const signed = await aws.sign(at("/tampered.txt"), {
      method: "PUT",
      body: "signed body",
      headers: { "x-amz-content-sha256": hash },
    });
    const send = (body: string) => fetch(signed.url, { method: "PUT", headers: signed.headers, body });
    expect(await code(await send("other body"))).toEqual([400, "XAmzContentSHA256Mismatch"]);
    expect((await send("signed body")).status).toBe(200);
  });

  it("refuses a signed request whose path, query, method or signed header was changed", async () => {
    const { url, headers } = await aws.sign(at("/plain.txt"), { headers: { "x-amz-meta-a": "1" } });
    const mismatch = [403, "SignatureDoesNotMatch"];
    expect(await code(await fetch(url, { headers }))).toEqual([200, ""]);
    expect(await code(await fetch(at("/100%25.txt"), { headers }))).toEqual(mismatch);
    expect(await code(await fetch(`${url}?x-id=1`, { headers }))).toEqual(mismatch);
    expect(await code(await fetch(url, { headers, method: "DELETE" }))).toEqual(mismatch);
    const changed = new Headers(headers);
    changed.set("x-amz-meta-a", "2");
    expect(await code(await fetch(url, { headers: changed }))).toEqual(mismatch);
  });

  it("refuses an x-amz header that the signature does not cover", async () => {
    const { url, headers } = await aws.sign(at("/plain.txt"));
    headers.set("x-amz-meta-added", "1");
    expect(await code(await fetch(url, { headers }))).toEqual([403, "AccessDenied"]);
  });

  it("refuses headers and authorizations that are not Signature Version 4", async () => {
    const signed = await aws.sign(at("/plain.txt"));
    const without = (name: string) => {
      const headers = new Headers(signed.headers);
      headers.delete(name);
      return fetch(signed.url, { headers });
    };
    const authorized = (authorization: string) => {
      const headers = new Headers(signed.headers);
      headers.set("authorization", authorization);
      return fetch(signed.url, { headers });
    };
    expect(await code(await without("x-amz-date"))).toEqual([403, "AccessDenied"]);
    expect(await code(await without("x-amz-content-sha256"))).toEqual([400, "InvalidRequest"]);
    expect(await code(await authorized("AWS key:signature"))).toEqual([400, "InvalidRequest"]);
    expect(await code(await authorized("AWS4-HMAC-SHA256 nonsense"))).toEqual([
      400,
      "AuthorizationHeaderMalformed",
    ]);
    const unsignedHost = signed.headers.get("authorization")?.replace("host;", "") ?? "";
    expect(await code(await authorized(unsignedHost))).toEqual([400, "AuthorizationHeaderMalformed"]);
  });

  it("says that it does not implement what it does not implement", async () => {
    const unsupported = [501, "NotImplemented"];
    expect(await code(await aws.fetch(at("?list-type=1")))).toEqual(unsupported);
    expect(await code(await aws.fetch(at("?list-type=2&versions=1")))).toEqual(unsupported);
    expect(await code(await aws.fetch(at("/plain.txt?acl=")))).toEqual(unsupported);
    expect(await code(await aws.fetch(at("/plain.txt"), { method: "POST" }))).toEqual(unsupported);
    expect(await code(await aws.fetch(at(""), { method: "DELETE" }))).toEqual(unsupported);
    expect(await code(await aws.fetch(`${server.url}/`))).toEqual(unsupported);
    const copy = { method: "PUT", headers: { "x-amz-copy-source": "/project-assets/plain.txt" } };
    expect(await code(await aws.fetch(at("/copy.txt"), copy))).toEqual(unsupported);
  });

  it("answers a key that is too long, or not UTF-8, with an S3 error", async () => {
    expect(await code(await aws.fetch(at(`/${"k".repeat(1025)}`)))).toEqual([400, "KeyTooLongError"]);
    expect(await code(await fetch(at("/%ff")))).toEqual([400, "InvalidURI"]);
  });

  it("takes dot segments for ordinary characters of a key, as they arrive", async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve) =>
      httpRequest({ port, host: "127.0.0.1", path: "/project-assets/a/../../x" }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end(),
    );
    expect(status).toBe(403);
    expect(server.requests.at(-1)).toMatchObject({ bucket: "project-assets", key: "a/../../x" });
  });
});
