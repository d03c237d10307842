import { describe, expect, it } from "vitest";
import { operations } from "../../src/generated/operations.ts";
import { having, KEY, mount, inProcess as open, paused } from "./support/open.ts";

describe("the ten operations", () => {
  it("create with the defaults of the description, or with everything that can be set", async () => {
    const { call } = await open();
    const small = await call("POST", "/v1/sandbox/", { template_name: "system/debian:bookworm" });
    expect([small.status, small.headers.get("content-type")]).toEqual([201, "application/json"]);
    const defaults = { vcpu: 1, memory: 1024, timeout: 300, auto_pause: false, state: "running", mounts: [] };
    expect(small.body).toMatchObject(defaults);
    expect(small.body).not.toHaveProperty("network_policy");

    const size = { vcpu: 8, memory: 8192, timeout: 28_800, auto_pause: true };
    const policy = { mode: "custom", allow_domains: ["example.com"] };
    const transform = { domain: "example.com", strip_headers: ["cookie"] };
    const transforms = [{ ...transform, inject_headers: { "x-token": "t0p" } }];
    const { status, body } = await call("POST", "/v1/sandbox/", {
      ...size,
      template_name: "mine",
      env_vars: { my_var: "1" },
      mounts: [mount],
      network_policy: { ...policy, transforms },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject(size);
    expect(body.mounts).toHaveLength(1);
    expect(body.network_policy).toEqual({ ...policy, transforms: [transform] });
    const read = await call("GET", `/v1/sandbox/${body.id}/`);
    expect(read.body).toMatchObject({ id: body.id, state: "running" });
    expect(read.body).not.toHaveProperty("network_policy");
  });

  it("pause with 201, stop and start with 200, delete with 204 and no body", async () => {
    const { call, create, act, invoke } = await open();
    const id = await create();
    for (const [action, status, state] of [
      ["pause", 201, "paused"],
      ["stop", 200, "stopped"],
      ["start", 200, "running"],
    ] as const) {
      const { status: returned, body } = await act(id, action);
      expect([returned, body.state]).toEqual([status, state]);
      await invoke(id);
    }
    const deleted = await call("DELETE", `/v1/sandbox/${id}/`);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expect((await call("GET", `/v1/sandbox/${id}/`)).status).toBe(404);
  });

  it("add, update and delete a mount", async () => {
    const { call, create, mountsOf } = await open();
    const id = await create();
    const added = await call("POST", `/v1/sandbox/${id}/mounts`, mount);
    expect(added.status).toBe(201);
    const { access_key_id: _id, secret_access_key: _secret, endpoint: _endpoint, ...shown } = mount;
    expect(added.body).toEqual({ ...shown, id: added.body.id, read_only: true });
    const path = `/v1/sandbox/${id}/mounts/${added.body.id}`;
    const updated = await call("PATCH", path, { prefix: "", read_only: false });
    expect([updated.status, updated.body.prefix, updated.body.read_only]).toEqual([200, undefined, false]);
    expect((await call("PATCH", path, {})).body).toEqual(updated.body);
    expect(await mountsOf(id)).toEqual([updated.body]);
    const removed = await call("DELETE", path);
    expect([removed.status, removed.text]).toEqual([204, ""]);
    expect(await mountsOf(id)).toEqual([]);
  });

  it("list by state, in order and in pages, and count before paging", async () => {
    const { call, create, act, clock } = await open({ limits: { sandboxes: 10 } });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      ids.push(await create({ timeout: 60 }));
      await clock.advance(1000);
    }
    await act(ids[1] as string, "pause");
    const list = async (query: string) => (await call("GET", `/v1/sandboxes${query}`)).body;
    for (const [query, total, shown] of [
      ["", 5, [...ids].reverse()],
      ["?order-by=asc&page=2&page-size=2", 5, [ids[2], ids[3]]],
      ["?state=paused", 1, [ids[1]]],
      ["?sort=state&order-by=asc&page-size=1", 5, [ids[1]]],
      ["?page=9", 5, []],
    ] as const) {
      const { total_items, items } = await list(query);
      expect([query, total_items, items.map(({ id }) => id)]).toEqual([query, total, shown]);
    }
    const newest = (await list("?page-size=1")).items[0];
    expect(newest?.timeout_at).toBe(clock.now() / 1000 + 59);
    expect(Date.parse(newest?.launch_time ?? "")).toBe(clock.now() - 1000);
    expect((await list("?state=paused")).items[0]).not.toHaveProperty("timeout_at");
  });
});

describe("states and limits", () => {
  it.each([
    ["paused", ["pause", "stop", "start"]],
    ["stopped", ["pause", "stop"]],
    ["running", ["start"]],
  ] as const)(
    "a %s sandbox returns 409 to what it cannot do, and can be deleted",
    async (state, rejected) => {
      const { status, act, stateOf } = await open(having({ id: "a", state }));
      for (const action of rejected) {
        const { status, body } = await act("a", action);
        expect([action, status, typeof body.message]).toEqual([action, 409, "string"]);
      }
      expect(await stateOf("a")).toBe(state);
      expect(await status("DELETE", "/v1/sandbox/a/")).toBe(204);
      expect(await status("DELETE", "/v1/sandbox/a/")).toBe(404);
    },
  );

  it("three sandboxes may run or be paused; a stopped one starts when there is room", async () => {
    const { call, create, act, stateOf } = await open();
    const [first, second, third] = [await create(), await create(), await create()];
    await act(first, "pause");
    const fourth = () => call("POST", "/v1/sandbox/", { template_name: "t" });
    expect((await fourth()).status).toBe(409);
    await act(second, "stop");
    expect((await fourth()).status).toBe(201);
    expect((await act(second, "start")).status).toBe(429);
    expect(await stateOf(second)).toBe("stopped");
    await call("DELETE", `/v1/sandbox/${third}/`);
    expect((await act(second, "start")).status).toBe(200);
  });

  it("a sandbox has room for eight mounts", async () => {
    const { status, create, mountsOf } = await open();
    const id = await create();
    const add = (n: number) => status("POST", `/v1/sandbox/${id}/mounts`, { ...mount, mount_path: `/m${n}` });
    for (let n = 0; n < 8; n++) expect(await add(n)).toBe(201);
    expect(await add(8)).toBe(409);
    expect(await mountsOf(id)).toHaveLength(8);
  });

  it("two mounts at one place are rejected, one below another is not", async () => {
    const { call, create } = await open();
    const path = `/v1/sandbox/${await create({ mounts: [mount] })}/mounts`;
    expect((await call("POST", path, { ...mount, bucket: "other" })).status).toBe(409);
    const below = await call("POST", path, { ...mount, mount_path: "/data/assets/below" });
    expect(below.status).toBe(201);
    const moved = { mount_path: "/data//assets/" };
    expect((await call("PATCH", `${path}/${below.body.id}`, moved)).status).toBe(409);
  });

  it("mounts change only while the sandbox is running, and are removed at any time", async () => {
    const { call, create, act } = await open();
    const id = await create({ mounts: [mount] });
    const { body } = await act(id, "pause");
    const path = `/v1/sandbox/${id}/mounts`;
    expect((await call("POST", path, { ...mount, mount_path: "/other" })).status).toBe(409);
    expect((await call("PATCH", `${path}/${body.mounts?.[0]?.id}`, { read_only: false })).status).toBe(409);
    expect((await call("DELETE", `${path}/${body.mounts?.[0]?.id}`)).status).toBe(204);
  });

  it("the 1001st request in a minute gets 429 with Retry-After, until the minute is over", async () => {
    const { call, status, clock } = await open();
    const list = () => status("GET", "/v1/sandboxes");
    await list();
    await clock.advance(10_500);
    for (let n = 1; n < 1000; n++) await list();
    const limited = await call("GET", "/v1/sandboxes");
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "50"]);
    await clock.advance(49_499);
    expect(await list()).toBe(429);
    await clock.advance(1);
    expect([await list(), await list()]).toEqual([200, 429]);
  });

  it("requests without a key, and those to a sandbox host, do not count", async () => {
    const { call, create, invoke, fetch, base } = await open({ limits: { requests: 2 } });
    const id = await create();
    for (let n = 0; n < 5; n++) expect((await fetch(`${base}/v1/sandboxes`)).status).toBe(401);
    for (let n = 0; n < 5; n++) expect((await invoke(id)).status).toBe(200);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(429);
  });

  it("the limits are those that it is given", async () => {
    const limits = { sandboxes: 1, mountsPerSandbox: 1, bodyBytes: 400, requests: Number.POSITIVE_INFINITY };
    const { status, create } = await open({ limits });
    const id = await create();
    expect(await status("POST", "/v1/sandbox/", { template_name: "t" })).toBe(409);
    const add = (mount_path: string) => status("POST", `/v1/sandbox/${id}/mounts`, { ...mount, mount_path });
    expect([await add("/a"), await add("/b"), await add("/".padEnd(400, "x"))]).toEqual([201, 409, 400]);
  });
});

describe("paths", () => {
  it.each([
    ...["/", "/v1", "/v2/sandboxes", "/v1/sandboxes//", "/v1//sandboxes", "/v1/sandbox/a/process/exec"],
    ...["/__emulator/faults", "/v1/sandbox/a%2Fmounts%2Fb/", "/v1/sandbox/%E0%A4%A/"],
  ])("%s: 404 in JSON", async (path) => {
    const { status, body } = await (await open()).call("GET", path);
    expect([status, typeof body.message]).toEqual([404, "string"]);
  });

  it.each(Object.entries(operations))(
    "may have one slash more or less at the end: %s",
    async (operation, { method, path }) => {
      const { call, emulator } = await open();
      const written = path.replaceAll(/\{\w+\}/g, "x");
      await call(method, written.endsWith("/") ? written.slice(0, -1) : `${written}/`);
      expect(emulator.requests()).toMatchObject([{ operation }]);
    },
  );

  it("get 405 in JSON for a method that they do not have, and Allow with those that they have", async () => {
    const { call } = await open();
    const { status, headers, body } = await call("PUT", "/v1/sandbox/a/");
    expect([status, typeof body.message]).toEqual([405, "string"]);
    expect(headers.get("allow")?.split(", ").sort()).toEqual(["DELETE", "GET"]);
    expect((await call("GET", "/v1/sandbox/a/pause")).status).toBe(405);
  });

  it("of a sandbox or a mount that does not exist: 404", async () => {
    const { call, create } = await open();
    const id = await create();
    const bodies: Record<string, unknown> = { addSandboxMount: mount, updateSandboxMount: {} };
    for (const [operation, { method, path }] of Object.entries(operations)) {
      if (!path.includes("{sandboxID}")) continue;
      for (const sandboxID of path.includes("{mountID}") ? ["nope", id] : ["nope"]) {
        const written = path.replace("{sandboxID}", sandboxID).replace("{mountID}", "nope");
        expect([written, (await call(method, written, bodies[operation])).status]).toEqual([written, 404]);
      }
    }
  });
});

describe("the key", () => {
  it.each<[status: number, headers: Record<string, string>]>([
    [200, { authorization: `Bearer ${KEY}` }],
    [200, { authorization: `bearer ${KEY}` }],
    [200, { authorization: KEY }],
    [200, { "leap0-authorization": `Bearer ${KEY}` }],
    [200, { "leap0-authorization": KEY }],
    [200, { authorization: "Bearer of-the-app-in-the-sandbox", "leap0-authorization": KEY }],
    [401, {}],
    [401, { authorization: "" }],
    [401, { authorization: "Bearer" }],
    [401, { authorization: "Bearer wrong" }],
    [401, { authorization: `Basic ${KEY}` }],
  ])("%i for %o", async (status, headers) => {
    const { fetch, base, create } = await open();
    const id = await create();
    for (const path of ["/v1/sandboxes", `/v1/sandbox/${id}/`, "/v1/sandbox/nope/"]) {
      const response = await fetch(base + path, { headers });
      expect(response.status).toBe(status === 200 && path.includes("nope") ? 404 : status);
      // Whoever has no key does not learn which sandboxes exist.
      const message = "An API key is required, and it must be valid.";
      if (status === 401) expect(await response.json()).toEqual({ message });
    }
  });
});

describe("a request to the sandbox host", () => {
  it.each(["GET", "HEAD", "POST", "DELETE"])("wakes with %s", async (method) => {
    const { invoke, stateOf } = await open(having(paused("a")));
    const headers = { "leap0-authorization": `Bearer ${KEY}` };
    const { status, body } = await invoke("a", "/any/path?q=1", { method, headers });
    expect(status).toBe(200);
    if (method !== "HEAD") expect(body).toMatchObject({ sandbox: "a", state: "running" });
    expect(await stateOf("a")).toBe("running");
  });

  it.each([
    ["sbx-1234", "sbx-1234"],
    ["sbx-1234-80", "sbx-1234"],
    ["sbx-80", "sbx"],
  ])("may name a port, which is told from an id that ends in digits: %s", async (label, sandbox) => {
    const { invoke } = await open(having(paused("sbx-1234"), paused("sbx")));
    expect((await invoke(label)).body).toMatchObject({ sandbox, state: "running" });
  });

  it("without the key: 401, and the sandbox stays paused", async () => {
    const { invoke, stateOf } = await open(having(paused("a")));
    for (const headers of [{}, { authorization: "wrong" }])
      expect((await invoke("a", "/", { headers })).status).toBe(401);
    expect(await stateOf("a")).toBe("paused");
  });

  it("for a sandbox that does not exist: 404; for one that is stopped: 409", async () => {
    const { invoke, stateOf } = await open(having({ id: "a", state: "stopped" }));
    expect((await invoke("sbx-nobody")).status).toBe(404);
    expect((await invoke("a")).status).toBe(409);
    expect(await stateOf("a")).toBe("stopped");
  });

  it("wakes once when there are many at the same time, and all get a response", async () => {
    const { invoke, clock, emulator } = await open({
      ...having(paused("a")),
      stateDelayMs: { unpausing: 50 },
    });
    const waking = Promise.all(Array.from({ length: 5 }, () => invoke("a")));
    await clock.advance(50);
    expect((await waking).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(emulator.requests().filter(({ applied }) => applied)).toHaveLength(1);
  });
});
