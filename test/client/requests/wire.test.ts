import { describe, expect, onTestFinished, test, vi } from "vitest";
import { operations } from "../../../src/generated/operations.ts";
import { clientOf, clientWith, json, ok } from "../../support/client.ts";
import { API_KEY, MOUNT_ID, mountRequest, SANDBOX_ID } from "../../support/fixtures.ts";
import { call, operationIds, successes, withBody } from "../../support/operations.ts";
import { reply, startServer } from "../../support/server.ts";

/** Path and query of each operation's call in the table, with its ids filled in. */
const targetOf = (id: keyof typeof operations) =>
  operations[id].path.replace("{sandboxID}", SANDBOX_ID).replace("{mountID}", MOUNT_ID) +
  (id === "listSandboxes" ? "?page=1" : "");

describe("what goes over the wire", () => {
  test.each(operationIds)("%s is one request, to its exact path, with the key", async (id) => {
    const { status, body } = successes[id];
    const server = await startServer((_, response) => reply(response, status, body));

    expect(await call(clientWith({ baseUrl: server.url }), id)).toEqual(body);
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect([request?.method, request?.target]).toEqual([operations[id].method, targetOf(id)]);
    expect(request?.headers.authorization).toBe(`Bearer ${API_KEY}`);
    expect(request?.headers).not.toHaveProperty("leap0-authorization");
    expect(request?.headers["content-type"]).toBe(withBody.includes(id) ? "application/json" : undefined);
    expect(Boolean(request?.body)).toBe(withBody.includes(id));
  });

  test("bodies go out as they were given: own names, no fields added or renamed", async () => {
    const { sandboxes, sent } = clientOf(() => json(201, successes.createSandbox.body));
    const body = {
      template_name: "system/debian:bookworm",
      env_vars: { my_var: "1", MyVar: "2", "odd-key": "", __proto_like: "3" },
      mounts: [mountRequest()],
      network_policy: null,
    };
    await sandboxes.create(body);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual(body);
  });

  test("query parameters keep their hyphens, and those that are left out are not sent", async () => {
    const { sandboxes, sent } = clientOf(() => json(200, successes.listSandboxes.body));
    await sandboxes.list({ state: "paused", "page-size": 50, "order-by": "asc" });
    const { searchParams } = new URL(sent[0]?.url ?? "");
    expect(Object.fromEntries(searchParams)).toEqual({
      state: "paused",
      "page-size": "50",
      "order-by": "asc",
    });
  });

  test("no cache responds in place of the API, where the runtime has a setting for that", async () => {
    const inits: RequestInit[] = [];
    const get = () =>
      clientWith({
        async fetch(_, init) {
          inits.push(init);
          return ok();
        },
      }).sandboxes.get(SANDBOX_ID);
    await get();
    // As in Workers with an early compatibility date, which throw when they get the setting.
    vi.stubGlobal("Request", class {});
    onTestFinished(() => void vi.unstubAllGlobals());
    await get();
    expect(inits.map(({ cache }) => cache)).toEqual(["no-store", undefined]);
  });

  test("a global fetch that is replaced after the client was made is the one that is used", async () => {
    const client = clientWith();
    const fetch = vi.fn(async () => ok());
    vi.stubGlobal("fetch", fetch);
    onTestFinished(() => void vi.unstubAllGlobals());
    await client.sandboxes.get(SANDBOX_ID);
    expect(fetch).toHaveBeenCalledWith(`https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`, expect.anything());
  });
});
