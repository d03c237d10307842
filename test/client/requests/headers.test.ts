import { InvalidRequestError } from "leap0-fetch";
import type { HeadersOptions } from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { reply, startServer } from "../../support/server.ts";
import { shown } from "../../support/shown.ts";

const server = () => startServer((_, response) => reply(response, 201, successes.addSandboxMount.body));

describe.each(surfaces)("the caller's headers, through %s", (surface) => {
  test("are sent, those of a call over those of the client", async () => {
    const { url, requests } = await server();
    const client = clientWith({ baseUrl: url, headers: { "x-trace": "client", "X-Team": "blue" } });
    const headers = { "X-Trace": "call", accept: "application/json" };
    await call(surface, client, "addSandboxMount", { headers });
    expect(requests[0]?.headers).toMatchObject({
      "x-trace": "call",
      "x-team": "blue",
      accept: "application/json",
      authorization: `Bearer ${API_KEY}`,
    });
  });

  test.each(["content-type", "Content-Type", "CONTENT-TYPE"])("cannot replace %s", async (name) => {
    const { url, requests } = await server();
    const client = clientWith({ baseUrl: url, headers: { [name]: "text/plain" } });
    await call(surface, client, "addSandboxMount", { headers: { [name]: "text/xml" } });
    expect(requests[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual(mountRequest());
  });

  test.each([
    ["authorization", "Authorization"],
    ["leap0-authorization", "Leap0-Authorization"],
  ] as const)(
    "cannot replace the key in %s, neither for the client nor for a call",
    async (authHeader, name) => {
      const { url, requests } = await server();
      const given = { headers: { [name]: "Bearer pa55word" } };
      const attempts = [
        () => call(surface, clientWith({ baseUrl: url, authHeader }), "addSandboxMount", given),
        async () => clientWith({ baseUrl: url, authHeader, ...given }),
      ];
      for (const attempt of attempts) {
        const error = await rejectionOf(attempt(), InvalidRequestError);
        expect(error.message).toContain(authHeader);
        expect(shown(error)).not.toContain("pa55word");
      }
      expect(requests).toEqual([]);
    },
  );

  test("leave authorization to a proxy where the key has its own header", async () => {
    const { url, requests } = await server();
    const client = clientWith({ baseUrl: url, authHeader: "leap0-authorization" });
    await call(surface, client, "addSandboxMount", { headers: { authorization: "Basic cHJveHk=" } });
    expect(requests[0]?.headers).toMatchObject({
      authorization: "Basic cHJveHk=",
      "leap0-authorization": `Bearer ${API_KEY}`,
    });
  });

  test.each([
    ["a line break in its value", { "x-trace": "pa55word\r\nx-evil: 1" }],
    ["a letter that no header can hold", { "x-trace": "pa55word-\u{1f3e0}" }],
    ["a blank in its name", { "x trace pa55word": "1" }],
    ["no name", { "": "pa55word" }],
    ["a line break in its name", { "x-pa55word\n": "1" }],
  ])("with %s are rejected without being printed", async (_, headers) => {
    const { url, requests } = await server();
    const attempts = [
      () => call(surface, clientWith({ baseUrl: url }), "addSandboxMount", { headers }),
      async () => clientWith({ baseUrl: url, headers }),
    ];
    for (const attempt of attempts) {
      const error = await rejectionOf(attempt(), InvalidRequestError);
      expect(error.message).toContain("headers");
      expect(shown(error)).not.toContain("pa55word");
    }
    expect(requests).toEqual([]);
  });
});

test.each<[string, HeadersOptions, string]>([
  ["a Headers object", new Headers({ "X-Trace": "1" }), "1"],
  ["pairs", [["X-Trace", "1"]], "1"],
  [
    "pairs with one name twice",
    [
      ["X-Trace", "1"],
      ["x-trace", "2"],
    ],
    "1, 2",
  ],
  ["a number", { "X-Trace": 1 }, "1"],
  ["a list", { "X-Trace": ["1", "2"] }, "1,2"],
])(
  "client.api takes headers as openapi-fetch does, over those of the client: %s",
  async (_, headers, sent) => {
    const { url, requests } = await server();
    const { api } = clientWith({ baseUrl: url, headers: { "x-trace": "client" } });
    await api.GET("/v1/sandboxes", { headers });
    expect(requests[0]?.headers["x-trace"]).toBe(sent);
  },
);

test("null takes back a header of the client for one call of client.api", async () => {
  const { url, requests } = await server();
  const { api } = clientWith({ baseUrl: url, headers: { "x-trace": "client" } });
  await api.GET("/v1/sandboxes", { headers: { "X-Trace": null } });
  expect(requests[0]?.headers).not.toHaveProperty("x-trace");
});

test("a parameter of the kind header cannot bring the key's header in", async () => {
  const { url, requests } = await server();
  const init = { params: { path: { sandboxID: SANDBOX_ID }, header: { authorization: "Bearer pa55word" } } };
  const { api } = clientWith({ baseUrl: url });
  await rejectionOf(api.GET("/v1/sandbox/{sandboxID}/", init as never), InvalidRequestError);
  expect(requests).toEqual([]);
});

test("a body that cannot be JSON is rejected, without being printed", async () => {
  const { url, requests } = await server();
  const circle: Record<string, unknown> = { secret_access_key: "pa55word" };
  circle.self = circle;
  const client = clientWith({ baseUrl: url });
  for (const body of [circle, { n: 1n, s: "pa55word" }]) {
    const error = await rejectionOf(client.mounts.update("a", "b", body as object), InvalidRequestError);
    expect(shown(error)).not.toContain("pa55word");
  }
  expect(requests).toEqual([]);
});
