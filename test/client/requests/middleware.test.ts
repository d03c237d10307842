import { InvalidRequestError, type Leap0Client } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

const params = { path: { sandboxID: SANDBOX_ID } };
const responding = () => scriptedFetch(() => json(200, successes.getSandbox.body));

const throwing = (error: unknown) => ({
  onRequest: () => {
    throw error;
  },
});

describe("openapi-fetch's middleware on client.api", () => {
  test("sees and changes requests and responses, and never sees the key", async () => {
    const fetch = responding();
    const { api } = clientWith({ fetch });
    const seen: string[] = [];
    api.use({
      onRequest: ({ request }) => {
        seen.push(request.method, request.url, JSON.stringify([...request.headers]));
        request.headers.set("x-trace", "1");
        return request;
      },
      onResponse: ({ response }) => void seen.push(String(response.status)),
    });
    const { data } = await api.GET("/v1/sandbox/{sandboxID}/", { params });
    expect(data).toEqual(successes.getSandbox.body);
    expect(fetch.sent[0]?.headers).toMatchObject({ "x-trace": "1", authorization: `Bearer ${API_KEY}` });
    expect(seen.slice(0, 2)).toEqual(["GET", `https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`]);
    expect(seen.at(-1)).toBe("200");
    expect(seen.join()).not.toContain(API_KEY);
  });

  test("sees the content type of a body", async () => {
    const { api } = clientWith({ fetch: scriptedFetch(() => json(201, successes.addSandboxMount.body)) });
    const seen: (string | null)[] = [];
    api.use({ onRequest: ({ request }) => void seen.push(request.headers.get("content-type")) });
    await api.POST("/v1/sandbox/{sandboxID}/mounts", { params, body: mountRequest() });
    await api.POST("/v1/sandbox/{sandboxID}/pause", { params });
    expect(seen).toEqual(["application/json", null]);
  });

  test("cannot bring a key of its own", async () => {
    const fetch = responding();
    const { api } = clientWith({ fetch });
    api.use({ onRequest: ({ request }) => request.headers.set("authorization", "Bearer pa55word") });
    await rejectionOf(api.GET("/v1/sandbox/{sandboxID}/", { params }), InvalidRequestError);
    expect(fetch.sent).toEqual([]);
  });

  const lead = (changes: { url?: unknown; method?: string }) => ({
    onRequest: ({ request }: { request: Request }) => Object.assign(request, changes) as Request,
  });

  test.each([
    ["origin", { url: `https://example.com/v1/sandbox/${SANDBOX_ID}/` }],
    ["origin, by a user name", { url: `https://api.leap0.dev@example.com/v1/sandbox/${SANDBOX_ID}/` }],
    ["path", { url: "https://api.leap0.dev/v1/sandbox/sbx-another/" }],
    ["path, by a dot segment", { url: `https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/../` }],
    ["origin, by a URL object", { url: new URL("https://example.com/") }],
    [
      "origin, by an object that splits otherwise than it reads",
      {
        url: {
          split: () => [`https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`],
          toString: (): string => "https://example.com/",
        },
      },
    ],
    ["method", { method: "DELETE" }],
  ])("cannot change the %s of a request, and so cannot lead the key away", async (_, changes) => {
    const fetch = responding();
    const { api } = clientWith({ fetch });
    api.use(lead(changes));
    const error = await rejectionOf(api.GET("/v1/sandbox/{sandboxID}/", { params }), InvalidRequestError);
    expect(error).toMatchObject({ operation: "getSandbox", outcomeUnknown: false });
    expect(error.message).toContain("middleware");
    expect(fetch.sent).toEqual([]);
  });

  test("may change the query of a request", async () => {
    const fetch = responding();
    const { api } = clientWith({ fetch });
    api.use(lead({ url: "https://api.leap0.dev/v1/sandboxes?page=2" }));
    await api.GET("/v1/sandboxes");
    expect(fetch.sent[0]?.url).toBe("https://api.leap0.dev/v1/sandboxes?page=2");
  });

  test("ends a call with its own error", async () => {
    const fetch = responding();
    const { api } = clientWith({ fetch });
    const own = new RangeError("not today");
    const middleware = throwing(own);
    api.use(middleware);
    expect(await rejection(api.GET("/v1/sandbox/{sandboxID}/", { params }))).toBe(own);
    api.eject(middleware);
    await api.GET("/v1/sandbox/{sandboxID}/", { params });
    expect(fetch.sent).toHaveLength(1);
  });

  test("may respond in place of the API", async () => {
    const fetch = responding();
    const { api } = clientWith({ fetch });
    api.use({ onRequest: () => Response.json({ id: "from-a-cache" }) });
    const { data } = await api.GET("/v1/sandbox/{sandboxID}/", { params });
    expect(data).toEqual({ id: "from-a-cache" });
    expect(fetch.sent).toEqual([]);
  });

  test("does not touch the client's methods", async () => {
    const fetch = responding();
    const client = clientWith({ fetch });
    client.api.use(throwing(new RangeError("not today")));
    expect(await client.sandboxes.get(SANDBOX_ID)).toEqual(successes.getSandbox.body);
  });
});

test("client.api gives the body as it is asked for", async () => {
  const { api } = clientWith({ fetch: responding() });
  const path = "/v1/sandbox/{sandboxID}/";
  const text = await api.GET(path, { params, parseAs: "text" });
  expect(text.data).toBe(JSON.stringify(successes.getSandbox.body));
  const { data } = await api.GET(path, { params, parseAs: "stream" });
  expect(await new Response(data).json()).toEqual(successes.getSandbox.body);
});

// TypeScript rejects these.
test.each<[string, (api: Leap0Client["api"]) => Promise<unknown>]>([
  ["parseAs", (api) => api.GET("/v1/sandbox/{sandboxID}/", { params, parseAs: "xml" as "json" })],
  ["sandboxID", (api) => api.GET("/v1/sandbox/{sandboxID}/", { params: { path: null as never } })],
  ["no UNDEFINED", (api) => (api.request as () => Promise<unknown>)()],
])("client.api rejects a call with a wrong %s by name, and nothing is sent", async (name, run) => {
  const fetch = responding();
  const error = await rejection(run(clientWith({ fetch }).api));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(String(error)).toContain(name);
  expect(fetch.sent).toEqual([]);
});
