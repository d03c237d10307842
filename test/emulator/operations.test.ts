import { describe, expect, it } from "vitest";
import { mount, ways } from "./support/open.ts";

describe.each(ways)("the ten operations $way", ({ open }) => {
  it("creates a sandbox with the defaults of the description", async () => {
    const { call } = await open();
    const { status, headers, body } = await call("POST", "/v1/sandbox/", {
      template_name: "system/debian:bookworm",
    });
    expect(status).toBe(201);
    expect(headers.get("content-type")).toBe("application/json");
    expect(body).toMatchObject({
      vcpu: 1,
      memory: 1024,
      timeout: 300,
      auto_pause: false,
      state: "running",
      mounts: [],
    });
    expect(body).not.toHaveProperty("network_policy");
  });

  it("creates a sandbox with everything that can be asked for", async () => {
    const { call } = await open();
    const { status, body } = await call("POST", "/v1/sandbox/", {
      template_name: "mine",
      env_vars: { my_var: "1" },
      mounts: [mount],
      vcpu: 8,
      memory: 8192,
      timeout: 28_800,
      auto_pause: true,
      network_policy: {
        mode: "custom",
        allow_domains: ["example.com"],
        transforms: [
          { domain: "example.com", inject_headers: { "x-token": "t0p" }, strip_headers: ["cookie"] },
        ],
      },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ vcpu: 8, memory: 8192, timeout: 28_800, auto_pause: true });
    expect(body.mounts).toHaveLength(1);
    expect(body.network_policy).toEqual({
      mode: "custom",
      allow_domains: ["example.com"],
      transforms: [{ domain: "example.com", strip_headers: ["cookie"] }],
    });
  });

  it("reads a sandbox, without the network policy", async () => {
    const { call, create } = await open();
    const id = await create({ network_policy: { mode: "deny-all" } });
    const { status, body } = await call("GET", `/v1/sandbox/${id}/`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, state: "running" });
    expect(body).not.toHaveProperty("network_policy");
  });

  it("pauses with 201, wakes, stops and starts with 200, deletes with 204 and no body", async () => {
    const { call, create, invoke } = await open();
    const id = await create();
    const paused = await call("POST", `/v1/sandbox/${id}/pause`);
    expect([paused.status, paused.body.state]).toEqual([201, "paused"]);
    expect((await invoke(id)).status).toBe(200);
    const stopped = await call("POST", `/v1/sandbox/${id}/stop`);
    expect([stopped.status, stopped.body.state]).toEqual([200, "stopped"]);
    const started = await call("POST", `/v1/sandbox/${id}/start`);
    expect([started.status, started.body.state]).toEqual([200, "running"]);
    const deleted = await call("DELETE", `/v1/sandbox/${id}/`);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expect((await call("GET", `/v1/sandbox/${id}/`)).status).toBe(404);
  });

  it("adds, changes and removes a mount", async () => {
    const { call, create } = await open();
    const id = await create();
    const added = await call("POST", `/v1/sandbox/${id}/mounts`, mount);
    expect(added.status).toBe(201);
    expect(added.body).toEqual({
      id: added.body.id,
      type: "object-storage",
      bucket: "project-assets",
      mount_path: "/data/assets",
      prefix: "images/",
      read_only: true,
    });
    const path = `/v1/sandbox/${id}/mounts/${added.body.id}`;
    const updated = await call("PATCH", path, { prefix: "", read_only: false });
    expect([updated.status, updated.body.prefix, updated.body.read_only]).toEqual([200, undefined, false]);
    expect((await call("PATCH", path, {})).body).toEqual(updated.body);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.mounts).toEqual([updated.body]);
    const removed = await call("DELETE", path);
    expect([removed.status, removed.text]).toEqual([204, ""]);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.mounts).toEqual([]);
  });

  it("lists by state, in order and in pages, and counts before paging", async () => {
    const { call, create, clock } = await open({ limits: { sandboxes: 10 } });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      ids.push(await create());
      await clock.advance(1000);
    }
    await call("POST", `/v1/sandbox/${ids[1]}/pause`);
    const shown = async (query: string) => {
      const { status, body } = await call("GET", `/v1/sandboxes${query}`);
      expect(status).toBe(200);
      return { total: body.total_items, ids: body.items.map((item) => item.id) };
    };
    expect(await shown("")).toEqual({ total: 5, ids: [...ids].reverse() });
    expect(await shown("?order-by=asc&page=2&page-size=2")).toEqual({ total: 5, ids: [ids[2], ids[3]] });
    expect(await shown("?state=paused")).toEqual({ total: 1, ids: [ids[1]] });
    expect((await shown("?sort=state&order-by=asc")).ids[0]).toBe(ids[1]);
    expect(await shown("?page=9")).toEqual({ total: 5, ids: [] });
  });

  it("shows in a list when a sandbox reaches its time limit, in seconds", async () => {
    const { call, create, clock } = await open();
    await create({ timeout: 60 });
    const { items } = (await call("GET", "/v1/sandboxes")).body;
    expect(items[0]?.timeout_at).toBe(clock.now() / 1000 + 60);
    expect(Date.parse(items[0]?.launch_time ?? "")).toBe(clock.now());
  });
});
