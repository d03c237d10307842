import { describe, expect, it } from "vitest";
import { KEY, overHttp, ways } from "./support/open.ts";

describe.each(ways)("the invoke host $way", ({ open }) => {
  it.each(["", "-3000"])("wakes a paused sandbox, asked for as <id>%s", async (port) => {
    const { call, create, invoke } = await open();
    const id = await create();
    await call("POST", `/v1/sandbox/${id}/pause`);
    const { status, body } = await invoke(`${id}${port}`, "/any/path?q=1");
    expect(status).toBe(200);
    expect(body).toMatchObject({ sandbox: id, state: "running" });
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("running");
  });

  it.each(["GET", "HEAD", "POST", "DELETE"])("is woken by %s", async (method) => {
    const { call, create, invoke } = await open();
    const id = await create();
    await call("POST", `/v1/sandbox/${id}/pause`);
    expect(
      (await invoke(id, "/", { method, headers: { "leap0-authorization": `Bearer ${KEY}` } })).status,
    ).toBe(200);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("running");
  });

  it("does not wake for those without the key", async () => {
    const { call, create, invoke } = await open();
    const id = await create();
    await call("POST", `/v1/sandbox/${id}/pause`);
    expect((await invoke(id, "/", { headers: {} })).status).toBe(401);
    expect((await invoke(id, "/", { headers: { authorization: "wrong" } })).status).toBe(401);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("paused");
  });

  it("answers 404 for a sandbox that does not exist, and 409 for one that is stopped", async () => {
    const { call, create, invoke } = await open();
    expect((await invoke("sbx-nobody")).status).toBe(404);
    const id = await create();
    await call("POST", `/v1/sandbox/${id}/stop`);
    expect((await invoke(id)).status).toBe(409);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("stopped");
  });

  it("wakes once for many requests at the same time, and answers them all", async () => {
    const { call, create, invoke, clock, emulator } = await open({ stateDelayMs: { unpausing: 50 } });
    const id = await create();
    await call("POST", `/v1/sandbox/${id}/pause`);
    const asking = Promise.all(Array.from({ length: 5 }, () => invoke(id)));
    while (clock.pending < 5) await clock.advance(0);
    await clock.advance(50);
    expect((await asking).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(
      emulator.requests().filter(({ operation, applied }) => operation === "invoke" && applied),
    ).toHaveLength(1);
  });

  it("tells an id that ends in digits from a port", async () => {
    const state = {
      version: 1,
      sandboxes: [
        { id: "sbx-1234", state: "paused" },
        { id: "sbx", state: "paused" },
      ],
    } as const;
    const { invoke } = await open({ state });
    expect((await invoke("sbx-1234")).body).toMatchObject({ sandbox: "sbx-1234" });
    expect((await invoke("sbx-1234-80")).body).toMatchObject({ sandbox: "sbx-1234" });
    expect((await invoke("sbx-80")).body).toMatchObject({ sandbox: "sbx" });
  });
});

describe("how the invoke host is reached over HTTP", () => {
  it.each(["localhost", "sandbox.leap0.dev", "SANDBOX.leap0.dev:443"])(
    "by X-Forwarded-Host below %s",
    async (domain) => {
      const { base, call, create } = await overHttp();
      const id = await create();
      await call("POST", `/v1/sandbox/${id}/pause`);
      const headers = { authorization: KEY, "x-forwarded-host": `${id}.${domain}` };
      expect((await fetch(`${base}/`, { headers })).status).toBe(200);
      expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("running");
    },
  );

  it("by a domain of one's own", async () => {
    const { base, create } = await overHttp({ sandboxDomain: "boxes.example:9999" });
    const id = await create();
    const headers = { authorization: KEY, "x-forwarded-host": `${id}.boxes.example` };
    expect(await (await fetch(`${base}/`, { headers })).json()).toMatchObject({ sandbox: id });
  });
});
