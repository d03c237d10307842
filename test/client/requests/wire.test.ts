import { describe, expect, onTestFinished, test, vi } from "vitest";
import { operations } from "../../../src/generated/operations.ts";
import { clientWith } from "../../support/client.ts";
import { API_KEY, MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, everyCall, type Fetched, successes, withBody } from "../../support/operations.ts";
import { reply, startServer } from "../../support/server.ts";

/** Path and query of each operation's call in the table, with its ids filled in. */
const targetOf = (id: keyof typeof operations) =>
  operations[id].path.replace("{sandboxID}", SANDBOX_ID).replace("{mountID}", MOUNT_ID) +
  (id === "listSandboxes" ? "?page=1" : "");

describe("what goes over the wire", () => {
  test.each(everyCall())(
    "%s through %s is one request, to its exact path, with the key",
    async (id, surface) => {
      const { status, body } = successes[id];
      const server = await startServer((_, response) => reply(response, status, body));
      const client = clientWith({ baseUrl: server.url });

      const result = await call(surface, client, id);

      expect(surface === "client.api" ? (result as Fetched).data : result).toEqual(body);
      expect(server.requests).toHaveLength(1);
      const [request] = server.requests;
      expect([request?.method, request?.target]).toEqual([operations[id].method, targetOf(id)]);
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
    const { sandboxes } = clientWith({ baseUrl: server.url });
    await sandboxes.list({ state: "paused", "page-size": 50, "order-by": "asc" });
    const query = new URL(server.requests[0]?.target ?? "", server.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({ state: "paused", "page-size": "50", "order-by": "asc" });
  });

  test("a base URL with a path keeps it, with or without a slash at its end", async () => {
    const server = await startServer((_, response) => reply(response, 200, successes.getSandbox.body));
    for (const end of ["/gateway", "/gateway/", "/gateway//"])
      await clientWith({ baseUrl: server.url + end }).sandboxes.get(SANDBOX_ID);
    for (const { target } of server.requests) expect(target).toBe(`/gateway/v1/sandbox/${SANDBOX_ID}/`);
  });

  test("no cache responds in place of the API, where the runtime has a setting for that", async () => {
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
    const urls: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      urls.push(url);
      return Response.json(successes.getSandbox.body);
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    await client.sandboxes.get(SANDBOX_ID);
    expect(urls).toEqual([`https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`]);
  });
});
