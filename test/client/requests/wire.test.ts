import { describe, expect, onTestFinished, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY, MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, everyCall, reads, successes, withBody, withMountID } from "../../support/operations.ts";
import { reply, startServer } from "../../support/server.ts";

const targets: Record<string, [method: string, target: string]> = {
  createSandbox: ["POST", "/v1/sandbox/"],
  getSandbox: ["GET", `/v1/sandbox/${SANDBOX_ID}/`],
  listSandboxes: ["GET", "/v1/sandboxes?page=1"],
  deleteSandbox: ["DELETE", `/v1/sandbox/${SANDBOX_ID}/`],
  pauseSandbox: ["POST", `/v1/sandbox/${SANDBOX_ID}/pause`],
  stopSandbox: ["POST", `/v1/sandbox/${SANDBOX_ID}/stop`],
  startSandbox: ["POST", `/v1/sandbox/${SANDBOX_ID}/start`],
  addSandboxMount: ["POST", `/v1/sandbox/${SANDBOX_ID}/mounts`],
  updateSandboxMount: ["PATCH", `/v1/sandbox/${SANDBOX_ID}/mounts/${MOUNT_ID}`],
  deleteSandboxMount: ["DELETE", `/v1/sandbox/${SANDBOX_ID}/mounts/${MOUNT_ID}`],
};

describe("what goes over the wire", () => {
  test.each(everyCall())(
    "%s through %s is one request, to its exact path, with the key",
    async (id, surface) => {
      const { status, body } = successes[id];
      const server = await startServer((_, response) => reply(response, status, body));
      const client = clientWith({ baseUrl: server.url });

      const answer = await call(surface, client, id);

      expect(surface === "client.api" ? (answer as { data: unknown }).data : answer).toEqual(body);
      expect(server.requests).toHaveLength(1);
      const [request] = server.requests;
      expect([request?.method, request?.target]).toEqual(targets[id]);
      expect(request?.headers.authorization).toBe(`Bearer ${API_KEY}`);
      expect(request?.headers).not.toHaveProperty("leap0-authorization");
      expect(request?.headers["content-type"]).toBe(withBody.includes(id) ? "application/json" : undefined);
      expect(Boolean(request?.body)).toBe(withBody.includes(id));
    },
  );

  test("bodies go out as they were given: own names, no fields added or renamed", async () => {
    const server = await startServer((_, response) => reply(response, 201, successes.createSandbox.body));
    const body = {
      template_name: "system/debian:bookworm",
      env_vars: { my_var: "1", MyVar: "2", "odd-key": "", __proto_like: "3" },
      mounts: [mountRequest()],
      network_policy: null,
    };
    await clientWith({ baseUrl: server.url }).sandboxes.create(body);
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual(body);
  });

  test("query parameters keep their hyphens, and those that are left out are not sent", async () => {
    const server = await startServer((_, response) => reply(response, 200, successes.listSandboxes.body));
    await clientWith({ baseUrl: server.url }).sandboxes.list({
      state: "paused",
      "page-size": 50,
      "order-by": "asc",
    });
    const query = new URL(server.requests[0]?.target ?? "", server.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({ state: "paused", "page-size": "50", "order-by": "asc" });
  });

  test("a base URL with a path keeps it, with or without a slash at its end", async () => {
    const server = await startServer((_, response) => reply(response, 200, successes.getSandbox.body));
    for (const end of ["/gateway", "/gateway/", "/gateway//"])
      await clientWith({ baseUrl: server.url + end }).sandboxes.get(SANDBOX_ID);
    expect(server.requests.map(({ target }) => target)).toEqual(
      Array(3).fill(`/gateway/v1/sandbox/${SANDBOX_ID}/`),
    );
  });

  test("no cache answers for the API, where the runtime has a setting for that", async () => {
    const inits: RequestInit[] = [];
    const get = async () => {
      const fetch = async (_: string, init: RequestInit) => {
        inits.push(init);
        return Response.json(successes.getSandbox.body);
      };
      await clientWith({ fetch }).sandboxes.get(SANDBOX_ID);
    };
    await get();
    // As in Workers with an early compatibility date, which throw when they get the setting.
    vi.stubGlobal("Request", class {});
    onTestFinished(() => void vi.unstubAllGlobals());
    await get();
    expect(inits.map(({ cache }) => cache)).toEqual(["no-store", undefined]);
  });

  test("a global fetch that is replaced after the client was made is the one that is used", async () => {
    const client = clientWith({});
    const before = globalThis.fetch;
    const urls: string[] = [];
    globalThis.fetch = async (url) => {
      urls.push(String(url));
      return Response.json(successes.getSandbox.body);
    };
    try {
      await client.sandboxes.get(SANDBOX_ID);
    } finally {
      globalThis.fetch = before;
    }
    expect(urls).toEqual([`https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`]);
  });
});

// The tables that the other tests go by.
test("every operation is in the tables", () => {
  expect(everyCall()).toHaveLength(20);
  expect([...reads, ...withBody, ...withMountID].every((id) => id in targets)).toBe(true);
});
