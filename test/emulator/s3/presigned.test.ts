import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, oddKeys, sdkFor } from "../../../tools/s3/clients.ts";
import type { S3Server } from "../../../tools/s3/index.ts";
import { startS3 } from "../../../tools/s3/index.ts";

const Bucket = "project-assets";

describe("presigned URLs against the S3 server for tests", () => {
  let server: S3Server;
  let clock = Date.now();

  beforeAll(async () => {
    server = await startS3({
      buckets: { [Bucket]: { objects: Object.fromEntries(oddKeys.map((key) => [key, key])) } },
      credentials: [keys],
      now: () => clock,
    });
  });

  afterAll(() => server.close());

  const presigned = (Key: string, expiresIn = 60) =>
    getSignedUrl(sdkFor(server), new GetObjectCommand({ Bucket, Key }), { expiresIn });

  // `fetch` folds dot segments before it sends anything, so such a key cannot be asked for by URL.
  it.each(oddKeys.filter((key) => !key.includes("/../")))("reads %j through the SDK's URL", async (key) => {
    const answer = await fetch(await presigned(key));
    expect([answer.status, await answer.text()]).toEqual([200, key]);
    expect(server.requests.at(-1)).toMatchObject({ auth: "query", key, status: 200 });
  });

  it("reads and writes through aws4fetch's URL", async () => {
    const aws = new AwsClient({ ...keys, service: "s3", region: "us-east-1" });
    const url = `${server.url}/${Bucket}/with%20space.txt?X-Amz-Expires=60`;
    const signed = await aws.sign(url, { aws: { signQuery: true } });
    expect(await (await fetch(signed)).text()).toBe("with space.txt");
    const put = await aws.sign(url.replace("with%20space", "new"), {
      method: "PUT",
      aws: { signQuery: true },
    });
    expect((await fetch(put.url, { method: "PUT", body: "fresh" })).status).toBe(200);
    expect(await (await fetch(await presigned("new.txt"))).text()).toBe("fresh");
  });

  it("writes through the SDK's URL", async () => {
    const url = await getSignedUrl(sdkFor(server), new PutObjectCommand({ Bucket, Key: "up+load.txt" }));
    expect((await fetch(url, { method: "PUT", body: "sent" })).status).toBe(200);
    expect(await (await fetch(await presigned("up+load.txt"))).text()).toBe("sent");
  });

  it("refuses a URL that has expired, and one that is not valid yet", async () => {
    const url = await presigned("plain.txt", 60);
    const at = async (shiftMs: number) => {
      clock = Date.now() + shiftMs;
      const answer = await fetch(url);
      clock = Date.now();
      return [answer.status, /<Code>(\w+)<.*<Message>(.*?)</s.exec(await answer.text())?.slice(1)];
    };
    expect(await at(62_000)).toEqual([403, ["AccessDenied", "Request has expired"]]);
    expect((await at(-16 * 60_000))[1]).toContain("RequestTimeTooSkewed");
    expect((await at(30_000))[0]).toBe(200);
  });

  it.each([
    ["another key", (url: string) => url.replace("plain.txt", "100%25.txt"), "SignatureDoesNotMatch"],
    ["a longer life", (url: string) => url.replace("Expires=60", "Expires=600"), "SignatureDoesNotMatch"],
    [
      "an endless life",
      (url: string) => url.replace("Expires=60", "Expires=700000"),
      "AuthorizationQueryParametersError",
    ],
    ["another option", (url: string) => `${url}&x-amz-extra=1`, "SignatureDoesNotMatch"],
    ["another key id", (url: string) => url.replace("storage-key", "other-key"), "InvalidAccessKeyId"],
    ["no signature", (url: string) => url.replace(/&X-Amz-Signature=[0-9a-f]+/, ""), "SignatureDoesNotMatch"],
    [
      "another region",
      (url: string) => url.replace("us-east-1", "eu-west-9"),
      "AuthorizationQueryParametersError",
    ],
  ])("refuses a URL changed to have %s", async (_what, change, code) => {
    const url = await presigned("plain.txt", 60);
    expect(change(url)).not.toBe(url);
    const answer = await fetch(change(url));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
  });

  it("leaves the signature out of the log", async () => {
    await fetch(await presigned("plain.txt"));
    expect(server.requests.at(-1)?.query).toEqual({ "x-id": "GetObject" });
    expect(JSON.stringify(server.requests)).not.toMatch(/storage-key|signature|[0-9a-f]{64}/i);
  });

  it("refuses a URL used for another method", async () => {
    const answer = await fetch(await presigned("plain.txt"), { method: "DELETE" });
    expect([answer.status, /<Code>(\w+)</.exec(await answer.text())?.[1]]).toEqual([
      403,
      "SignatureDoesNotMatch",
    ]);
  });
});
