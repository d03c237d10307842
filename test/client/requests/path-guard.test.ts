import { InvalidRequestError } from "leap0-fetch";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import {
  call,
  everyCall,
  successes,
  surfaces,
  withMountID,
  withSandboxID,
} from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";

const invalid: [string, unknown][] = [
  ["an empty text", ""],
  ["a dot", "."],
  ["two dots", ".."],
  ["undefined", undefined],
  ["null", null],
  ["a number", 5],
  ["an object", {}],
  ["an array", ["sbx-abc123"]],
  ["a lone high surrogate", "sbx-\ud800"],
  ["a lone low surrogate", "\udc00"],
];

const oneSegment: [id: string, encoded: string][] = [
  ["a/b", "a%2Fb"],
  ["..%2f", "..%252f"],
  ["../", "..%2F"],
  ["..\\..", "..%5C.."],
  ["%2e%2e", "%252e%252e"],
  ["{mountID}", "%7BmountID%7D"],
  ["{sandboxID}", "%7BsandboxID%7D"],
  ["a?b#c", "a%3Fb%23c"],
  ["...", "..."],
  [" ..", "%20.."],
  ["..;", "..%3B"],
  ["a b\r\n", "a%20b%0D%0A"],
  ["häuschen-🏠", "h%C3%A4uschen-%F0%9F%8F%A0"],
  ["$&", "%24%26"],
];

const { url, requests, forget } = await startServer(
  (_, response) => reply(response, 200, successes.getSandbox.body),
  afterAll,
);
beforeEach(forget);

describe.each(invalid)("%s as an id is rejected, and nothing is sent:", (_, bad) => {
  const parameters = [
    ...everyCall(withSandboxID).map((row) => [...row, "sandboxID"] as const),
    ...everyCall(withMountID).map((row) => [...row, "mountID"] as const),
  ];
  test.each(parameters)("%s through %s, %s", async (id, surface, parameter) => {
    const called = call(surface, clientWith({ baseUrl: url }), id, {}, { [parameter]: bad });
    const error = await rejectionOf(called, InvalidRequestError);
    expect(error).toMatchObject({ operation: id, outcomeUnknown: false });
    expect(error.message).toContain(parameter);
    expect(requests).toEqual([]);
  });

  test("by the methods that make several requests", async () => {
    const { mounts, sandboxes } = clientWith({ baseUrl: url });
    const id = bad as string;
    for (const called of [
      mounts.list(id),
      mounts.ensure(id, mountRequest()),
      sandboxes.resume(id),
      sandboxes.waitFor(id, "running"),
    ])
      await rejectionOf(called, InvalidRequestError);
    expect(requests).toEqual([]);
  });
});

describe("client.api without the parameters of its path", () => {
  const inits = [{}, { params: {} }, { params: { path: {} } }, { params: { path: { sandboxid: "sbx-a" } } }];
  test.each([undefined, ...inits])("%j is rejected and sends nothing", async (init) => {
    const { api } = clientWith({ baseUrl: url });
    await rejectionOf(api.POST("/v1/sandbox/{sandboxID}/pause", init as never), InvalidRequestError);
    await rejectionOf(api.DELETE("/v1/sandbox/{sandboxID}/", init as never), InvalidRequestError);
    expect(requests).toEqual([]);
  });

  test("a path that the description does not have is rejected, also one with its ids already in it", async () => {
    const { api } = clientWith({ baseUrl: url });
    for (const path of ["/v1/sandbox/..", `/v1/sandbox/${SANDBOX_ID}/`, "https://example.com/", ""])
      await rejectionOf(api.GET(path as never, {} as never), InvalidRequestError);
    await rejectionOf(api.PUT("/v1/sandbox/" as never, {} as never), InvalidRequestError);
    expect(requests).toEqual([]);
  });

  test.each(["baseUrl", "fetch", "Request", "bodySerializer", "pathSerializer"])(
    "%s cannot be given for a call, since it would lead round the guards",
    async (name) => {
      const { api } = clientWith({ baseUrl: url });
      const init = { params: { path: { sandboxID: SANDBOX_ID } }, [name]: "https://example.com" };
      await rejectionOf(api.GET("/v1/sandbox/{sandboxID}/", init as never), InvalidRequestError);
      expect(requests).toEqual([]);
    },
  );
});

describe.each(surfaces)("through %s", (surface) => {
  test.each(oneSegment)("%j stays one segment of the path", async (id, encoded) => {
    const client = clientWith({ baseUrl: url });
    await call(surface, client, "getSandbox", {}, { sandboxID: id });
    for (const ids of [
      { sandboxID: id, mountID: id },
      { sandboxID: SANDBOX_ID, mountID: id },
      { sandboxID: id, mountID: MOUNT_ID },
    ])
      await call(surface, client, "deleteSandboxMount", {}, ids);
    expect(requests.map(({ target }) => target)).toEqual([
      `/v1/sandbox/${encoded}/`,
      `/v1/sandbox/${encoded}/mounts/${encoded}`,
      `/v1/sandbox/${SANDBOX_ID}/mounts/${encoded}`,
      `/v1/sandbox/${encoded}/mounts/${MOUNT_ID}`,
    ]);
  });
});
