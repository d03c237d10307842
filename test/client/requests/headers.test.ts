import { InvalidRequestError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, clientWith, json } from "../../support/client.ts";
import { API_KEY, mount, mountRequest } from "../../support/fixtures.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

const added = () => json(201, mount());
const add = (given: Parameters<typeof clientOf>[1], headers?: Record<string, string>) => {
  const { mounts, sent } = clientOf(added, given);
  return { sent, adding: mounts.add("a", mountRequest(), headers && { headers }) };
};

test("the caller's headers are sent, those of a call over those of the client", async () => {
  const { adding, sent } = add(
    { headers: { "x-trace": "client", "X-Team": "blue" } },
    { "X-Trace": "call", accept: "application/json" },
  );
  await adding;
  const authorization = `Bearer ${API_KEY}`;
  const headers = { "x-trace": "call", "x-team": "blue", accept: "application/json", authorization };
  expect(sent).toMatchObject([{ headers }]);
});

test.each(["content-type", "Content-Type", "CONTENT-TYPE"])("they cannot replace %s", async (name) => {
  const { adding, sent } = add({ headers: { [name]: "text/plain" } }, { [name]: "text/xml" });
  await adding;
  expect(sent).toMatchObject([{ headers: { "content-type": "application/json" } }]);
});

test("they leave authorization to a proxy where the key has its own header", async () => {
  const { adding, sent } = add({ authHeader: "leap0-authorization" }, { authorization: "Basic cHJveHk=" });
  await adding;
  expect(sent).toMatchObject([
    { headers: { authorization: "Basic cHJveHk=", "leap0-authorization": `Bearer ${API_KEY}` } },
  ]);
});

test.each([
  ["the key in authorization", { Authorization: "Bearer pa55word" }, "authorization"],
  ["the key in a header of its own", { "Leap0-Authorization": "Bearer pa55word" }, "leap0-authorization"],
  ["a line break in its value", { "x-trace": "pa55word\r\nx-evil: 1" }],
  ["a letter that no header can hold", { "x-trace": "pa55word-\u{1f3e0}" }],
  ["a blank in its name", { "x trace pa55word": "1" }],
  ["no name", { "": "pa55word" }],
  ["a line break in its name", { "x-pa55word\n": "1" }],
] as [string, Record<string, string>, ("authorization" | "leap0-authorization")?][])(
  "a header with %s is rejected without being printed, of the client and of a call",
  async (_, headers, authHeader = "authorization") => {
    const { adding, sent } = add({ authHeader }, headers);
    for (const error of [
      await rejectionOf(adding, InvalidRequestError),
      thrownBy(() => clientWith({ authHeader, headers })),
    ]) {
      expect(error).toMatchObject({ code: "headers" });
      if ("authorization" in headers) expect(shown(error)).toContain(authHeader);
      expect(shown(error)).not.toContain("pa55word");
    }
    expect(sent).toEqual([]);
  },
);

test("a body that cannot be JSON is rejected, without being printed", async () => {
  const circle: Record<string, unknown> = { secret_access_key: "pa55word" };
  circle.self = circle;
  const { mounts, sent } = clientOf(added);
  for (const body of [circle, { n: 1n, s: "pa55word" }]) {
    const error = await rejectionOf(mounts.update("a", "b", body as object), InvalidRequestError);
    expect(error).toMatchObject({ code: "body", operation: "updateSandboxMount" });
    expect(shown(error)).not.toContain("pa55word");
  }
  expect(sent).toEqual([]);
});
