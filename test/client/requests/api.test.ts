import { InvalidRequestError, type Leap0Client } from "leap0-fetch";
import type { HeadersOptions } from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, json, ok } from "../../support/client.ts";
import { emulated } from "../../support/emulated.ts";
import { API_KEY, mountRequest, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";

// What only `client.api` has. That it does what the methods do is held for every operation in test/client/parity.test.ts.

const PATH = "/v1/sandbox/{sandboxID}/";
const params = { path: { sandboxID: SANDBOX_ID } };
const found = sandboxStatus();

test("client.api takes a sandbox and its mounts through their whole life", async () => {
  const { api } = (await emulated("over HTTP")).client();

  const body = { template_name: "system/debian:bookworm" };
  const created = await api.request("post", "/v1/sandbox/", { body });
  expect(created).toMatchObject({ data: { state: "running" }, response: { status: 201 } });
  const sandboxID = created.data?.id ?? "";
  const params = { path: { sandboxID } };
  expect((await api.GET(PATH, { params })).data).toMatchObject({ id: sandboxID });
  const query = { "page-size": 5, "order-by": "asc" } as const;
  const listed = await api.GET("/v1/sandboxes", { params: { query } });
  expect(listed.data).toMatchObject({ items: [{ id: sandboxID }] });

  const added = await api.POST("/v1/sandbox/{sandboxID}/mounts", { params, body: mountRequest() });
  expect(added).toMatchObject({ data: { bucket: "project-assets" }, response: { status: 201 } });
  const MOUNT = "/v1/sandbox/{sandboxID}/mounts/{mountID}";
  const mount = { path: { sandboxID, mountID: added.data?.id ?? "" } };
  const updated = await api.PATCH(MOUNT, { params: mount, body: { bucket: "other-assets" } });
  expect(updated.data).toMatchObject({ bucket: "other-assets", prefix: "reports/" });
  const { data, error, response } = await api.DELETE(MOUNT, { params: mount });
  expect([data, error, response.status]).toEqual([undefined, undefined, 204]);

  expect((await api.POST("/v1/sandbox/{sandboxID}/stop", { params })).data?.state).toBe("stopped");
  expect((await api.POST("/v1/sandbox/{sandboxID}/start", { params })).data?.state).toBe("running");
  expect((await api.POST("/v1/sandbox/{sandboxID}/pause", { params })).data?.state).toBe("paused");
  expect((await api.DELETE(PATH, { params })).response.status).toBe(204);
  const gone = await api.GET(PATH, { params });
  expect(gone).toMatchObject({ error: { message: expect.any(String) }, response: { status: 404 } });
  expect(gone.data).toBeUndefined();
});

describe("what would lead round the guards of paths is rejected, and sends nothing:", () => {
  const { api, sent } = clientOf(() => json(200));

  const inits = [{}, { params: {} }, { params: { path: {} } }, { params: { path: { sandboxid: "sbx-a" } } }];
  test.each([undefined, ...inits])("no parameters for the path, but %j", async (init) => {
    await rejectionOf(api.POST("/v1/sandbox/{sandboxID}/pause", init as never), InvalidRequestError);
    await rejectionOf(api.DELETE(PATH, init as never), InvalidRequestError);
    expect(sent).toEqual([]);
  });

  test.each(["/v1/sandbox/..", `/v1/sandbox/${SANDBOX_ID}/`, "https://example.com/", "", "/v2/sandboxes"])(
    "the path %j, which the description does not have",
    async (path) => {
      for (const called of [
        api.GET(path as never, {} as never),
        api.PUT("/v1/sandbox/" as never, {} as never),
      ])
        expect(await rejectionOf(called as Promise<unknown>, InvalidRequestError)).toMatchObject({
          code: "operation",
          operation: undefined,
        });
      expect(sent).toEqual([]);
    },
  );

  test.each(["baseUrl", "fetch", "Request", "bodySerializer", "pathSerializer"])(
    "%s for a call",
    async (name) => {
      const init = { params, [name]: "https://example.com" };
      await rejectionOf(api.GET(PATH, init as never), InvalidRequestError);
      expect(sent).toEqual([]);
    },
  );

  test("the key's header as a parameter", async () => {
    const init = { params: { ...params, header: { authorization: "Bearer pa55word" } } };
    await rejectionOf(api.GET(PATH, init as never), InvalidRequestError);
    expect(sent).toEqual([]);
  });
});

describe("openapi-fetch's middleware", () => {
  test("sees and changes requests and responses, and never sees the key", async () => {
    const { api, sent } = clientOf(ok);
    const seen: string[] = [];
    api.use({
      onRequest: ({ request }) => {
        seen.push(request.method, request.url, JSON.stringify([...request.headers]));
        request.headers.set("x-trace", "1");
        return request;
      },
      onResponse: ({ response }) => void seen.push(String(response.status)),
    });
    expect((await api.GET(PATH, { params })).data).toEqual(found);
    expect(sent[0]?.headers).toMatchObject({ "x-trace": "1", authorization: `Bearer ${API_KEY}` });
    expect(seen.slice(0, 2)).toEqual(["GET", `https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`]);
    expect(seen.at(-1)).toBe("200");
    expect(seen.join()).not.toContain(API_KEY);
  });

  test("sees the content type of a body", async () => {
    const { api } = clientOf(() => json(201, successes.addSandboxMount.body));
    const seen: (string | null)[] = [];
    api.use({ onRequest: ({ request }) => void seen.push(request.headers.get("content-type")) });
    await api.POST("/v1/sandbox/{sandboxID}/mounts", { params, body: mountRequest() });
    await api.POST("/v1/sandbox/{sandboxID}/pause", { params });
    expect(seen).toEqual(["application/json", null]);
  });

  test("cannot bring a key of its own", async () => {
    const { api, sent } = clientOf(ok);
    api.use({ onRequest: ({ request }) => request.headers.set("authorization", "Bearer pa55word") });
    await rejectionOf(api.GET(PATH, { params }), InvalidRequestError);
    expect(sent).toEqual([]);
  });

  const lead = (changes: { url?: unknown; method?: string }) => ({
    onRequest: ({ request }: { request: Request }) => Object.assign(request, changes) as Request,
  });
  const own = `https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`;
  const twoFaced = { split: () => [own], toString: (): string => "https://example.com/" };

  test.each([
    ["origin", { url: `https://example.com/v1/sandbox/${SANDBOX_ID}/` }],
    ["origin, by a user name", { url: `https://api.leap0.dev@example.com/v1/sandbox/${SANDBOX_ID}/` }],
    ["path", { url: "https://api.leap0.dev/v1/sandbox/sbx-another/" }],
    ["path, by a dot segment", { url: `${own}../` }],
    ["origin, by a URL object", { url: new URL("https://example.com/") }],
    ["origin, by an object that splits otherwise than it reads", { url: twoFaced }],
    ["method", { method: "DELETE" }],
  ])("cannot change the %s of a request, and so cannot lead the key away", async (_, changes) => {
    const { api, sent } = clientOf(ok);
    api.use(lead(changes));
    const error = await rejectionOf(api.GET(PATH, { params }), InvalidRequestError);
    expect(error).toMatchObject({ operation: "getSandbox", outcomeUnknown: false });
    expect(error.message).toContain("middleware");
    expect(sent).toEqual([]);
  });

  test("may change the query of a request", async () => {
    const { api, sent } = clientOf(ok);
    api.use(lead({ url: "https://api.leap0.dev/v1/sandboxes?page=2" }));
    await api.GET("/v1/sandboxes");
    expect(sent[0]?.url).toBe("https://api.leap0.dev/v1/sandboxes?page=2");
  });

  test("ends a call of client.api, and none of a method, with its own error", async () => {
    const { api, sandboxes, sent } = clientOf(ok);
    const own = new RangeError("not today");
    const middleware = {
      onRequest: () => {
        throw own;
      },
    };
    api.use(middleware);
    expect(await rejection(api.GET(PATH, { params }))).toBe(own);
    expect(await sandboxes.get(SANDBOX_ID)).toEqual(found);
    api.eject(middleware);
    await api.GET(PATH, { params });
    expect(sent).toHaveLength(2);
  });

  test("may respond in place of the API", async () => {
    const { api, sent } = clientOf(ok);
    api.use({ onRequest: () => Response.json({ id: "from-a-cache" }) });
    expect((await api.GET(PATH, { params })).data).toEqual({ id: "from-a-cache" });
    expect(sent).toEqual([]);
  });
});

test.each<[string, HeadersOptions, string | undefined]>([
  ["a Headers object", new Headers({ "X-Trace": "1" }), "1"],
  ["pairs", [["X-Trace", "1"]], "1"],
  ["pairs with one name twice", ["1", "2"].map((value): [string, string] => ["x-trace", value]), "1, 2"],
  ["a number", { "X-Trace": 1 }, "1"],
  ["a list", { "X-Trace": ["1", "2"] }, "1,2"],
  ["null, which takes one back", { "X-Trace": null }, undefined],
])("takes headers as openapi-fetch does, over those of the client: %s", async (_, headers, trace) => {
  const { api, sent } = clientOf(ok, { headers: { "x-trace": "client" } });
  await api.GET("/v1/sandboxes", { headers });
  expect(sent[0]?.headers["x-trace"]).toBe(trace);
});

test("gives the body as it is asked for", async () => {
  const { api } = clientOf(ok);
  expect((await api.GET(PATH, { params, parseAs: "text" })).data).toBe(JSON.stringify(found));
  const { data } = await api.GET(PATH, { params, parseAs: "stream" });
  expect(await new Response(data).json()).toEqual(found);
});

// TypeScript rejects these.
test.each<[string, (api: Leap0Client["api"]) => Promise<unknown>]>([
  ["parseAs", (api) => api.GET(PATH, { params, parseAs: "xml" as "json" })],
  ["sandboxID", (api) => api.GET(PATH, { params: { path: null as never } })],
  ["no UNDEFINED", (api) => (api.request as () => Promise<unknown>)()],
])("rejects a call with a wrong %s by name, and nothing is sent", async (name, run) => {
  const { api, sent } = clientOf(ok);
  const error = await rejection(run(api));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(String(error)).toContain(name);
  expect(sent).toEqual([]);
});
