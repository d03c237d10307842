import { describe, expect, it } from "vitest";
import { mount, ways } from "./support/open.ts";

describe.each(ways)("states and limits $way", ({ open }) => {
  it.each([
    ["paused", ["pause"], ["pause", "stop", "start"]],
    ["stopped", ["stop"], ["pause", "stop"]],
    ["running", [], ["start"]],
  ])("answers 409 to what a %s sandbox cannot do, and changes nothing", async (state, before, refused) => {
    const { call, create } = await open();
    const id = await create();
    for (const action of before) await call("POST", `/v1/sandbox/${id}/${action}`);
    for (const action of refused) {
      const { status, body } = await call("POST", `/v1/sandbox/${id}/${action}`);
      expect([action, status, typeof body.message]).toEqual([action, 409, "string"]);
    }
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe(state);
  });

  it.each([[[]], [["pause"]], [["stop"]]])("deletes a sandbox after %j", async (before) => {
    const { call, create } = await open();
    const id = await create();
    for (const action of before) await call("POST", `/v1/sandbox/${id}/${action}`);
    expect((await call("DELETE", `/v1/sandbox/${id}/`)).status).toBe(204);
    expect((await call("DELETE", `/v1/sandbox/${id}/`)).status).toBe(404);
  });

  it("has room for three sandboxes that run or are paused; a stopped one starts when there is room", async () => {
    const { call, create } = await open();
    const [first, second, third] = [await create(), await create(), await create()];
    await call("POST", `/v1/sandbox/${first}/pause`);
    const fourth = await call("POST", "/v1/sandbox/", { template_name: "t" });
    expect([fourth.status, typeof fourth.body.message]).toEqual([409, "string"]);

    await call("POST", `/v1/sandbox/${second}/stop`);
    expect((await call("POST", "/v1/sandbox/", { template_name: "t" })).status).toBe(201);
    const refused = await call("POST", `/v1/sandbox/${second}/start`);
    expect([refused.status, typeof refused.body.message]).toEqual([429, "string"]);
    expect((await call("GET", `/v1/sandbox/${second}/`)).body.state).toBe("stopped");

    await call("DELETE", `/v1/sandbox/${third}/`);
    expect((await call("POST", `/v1/sandbox/${second}/start`)).status).toBe(200);
  });

  it("has room for eight mounts", async () => {
    const { call, create } = await open();
    const id = await create();
    const add = (n: number) => call("POST", `/v1/sandbox/${id}/mounts`, { ...mount, mount_path: `/m${n}` });
    for (let n = 0; n < 8; n++) expect((await add(n)).status).toBe(201);
    expect((await add(8)).status).toBe(409);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.mounts).toHaveLength(8);
  });

  it("answers 409 for two mounts at one place, and allows one below another", async () => {
    const { call, create } = await open();
    const id = await create({ mounts: [mount] });
    expect((await call("POST", `/v1/sandbox/${id}/mounts`, { ...mount, bucket: "other" })).status).toBe(409);
    const below = await call("POST", `/v1/sandbox/${id}/mounts`, {
      ...mount,
      mount_path: "/data/assets/below",
    });
    expect(below.status).toBe(201);
    const moved = await call("PATCH", `/v1/sandbox/${id}/mounts/${below.body.id}`, {
      mount_path: "/data//assets/",
    });
    expect(moved.status).toBe(409);
  });

  it("changes mounts only while the sandbox is running, and removes them at any time", async () => {
    const { call, create } = await open();
    const id = await create({ mounts: [mount] });
    const { body } = await call("POST", `/v1/sandbox/${id}/pause`);
    const path = `/v1/sandbox/${id}/mounts`;
    expect((await call("POST", path, { ...mount, mount_path: "/other" })).status).toBe(409);
    expect((await call("PATCH", `${path}/${body.mounts?.[0]?.id}`, { read_only: false })).status).toBe(409);
    expect((await call("DELETE", `${path}/${body.mounts?.[0]?.id}`)).status).toBe(204);
  });

  it("answers 429 with Retry-After from the 1001st request in a minute, until the minute is over", async () => {
    const { call, clock } = await open();
    await call("GET", "/v1/sandboxes");
    await clock.advance(10_500);
    for (let n = 1; n < 1000; n++) await call("GET", "/v1/sandboxes");
    const refused = await call("GET", "/v1/sandboxes");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "50"]);
    await clock.advance(49_499);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(429);
    await clock.advance(1);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(429);
  });

  it("does not count requests without a key, nor those to a sandbox itself", async () => {
    const { call, create, invoke, fetch, base } = await open({ limits: { requests: 2 } });
    const id = await create();
    for (let n = 0; n < 5; n++) expect((await fetch(`${base}/v1/sandboxes`)).status).toBe(401);
    for (let n = 0; n < 5; n++) expect((await invoke(id)).status).toBe(200);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
    expect((await call("GET", "/v1/sandboxes")).status).toBe(429);
  });

  it("keeps the limits that it is given", async () => {
    const { access_key_id: _id, secret_access_key: _secret, ...anonymous } = mount;
    const limits = { sandboxes: 1, mountsPerSandbox: 1, bodyBytes: 300, requests: Number.POSITIVE_INFINITY };
    const { call, create } = await open({ limits });
    const id = await create();
    expect((await call("POST", "/v1/sandbox/", { template_name: "t" })).status).toBe(409);
    const add = (place: string) =>
      call("POST", `/v1/sandbox/${id}/mounts`, { ...anonymous, mount_path: place });
    expect([(await add("/a")).status, (await add("/b")).status]).toEqual([201, 409]);
    expect((await add("/".padEnd(300, "x"))).status).toBe(400);
  });
});
