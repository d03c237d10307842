import type { ClientOptions } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { operations } from "../../../src/generated/operations.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { mountRequest, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import { operationIds } from "../../support/operations.ts";

const TEMPLATE = { template_name: "system/debian:bookworm" };

describe.each(ways)("%s", (way) => {
  const start = async (options?: ClientOptions) => {
    const { emulator, client } = await emulated(way);
    return { emulator, client: client(options) };
  };

  test("the client's methods take a sandbox and its mounts through their whole life", async () => {
    const { client, emulator } = await start();

    const created = await client.sandboxes.create({ ...TEMPLATE, env_vars: { my_var: "1" }, vcpu: 2 });
    expect(created).toMatchObject({ state: "running", vcpu: 2 });
    const { id } = created;
    expect(await client.sandboxes.get(id)).toMatchObject({ id, state: "running" });
    expect(await client.sandboxes.list({ state: "running" })).toMatchObject({
      items: [{ id }],
      total_items: 1,
    });

    const mount = await client.mounts.add(id, mountRequest());
    expect(mount).toMatchObject({ bucket: "project-assets", prefix: "reports/", mount_path: "/data/assets" });
    expect(await client.mounts.list(id)).toEqual([mount]);
    const changed = await client.mounts.update(id, mount.id, { prefix: "", read_only: false });
    expect(changed).toMatchObject({ id: mount.id, read_only: false });
    expect(changed.prefix ?? "").toBe("");
    expect(await client.mounts.delete(id, mount.id)).toBeUndefined();
    expect(await client.mounts.list(id)).toEqual([]);

    expect(await client.sandboxes.pause(id)).toMatchObject({ id, state: "paused" });
    expect(await client.sandboxes.resume(id)).toMatchObject({ id, state: "running" });
    expect(await client.sandboxes.stop(id)).toMatchObject({ id, state: "stopped" });
    expect(await client.sandboxes.start(id)).toMatchObject({ id, state: "running" });
    expect(await client.sandboxes.delete(id)).toBeUndefined();
    expect(await client.sandboxes.list()).toMatchObject({ items: [], total_items: 0 });

    expect(JSON.stringify(emulator.requests())).not.toContain(SECRET_ACCESS_KEY);
  });

  test("client.api takes a sandbox and its mounts through their whole life", async () => {
    const { client } = await start();
    const { api } = client;

    const created = await api.POST("/v1/sandbox/", { body: TEMPLATE });
    expect(created.response.status).toBe(201);
    expect(created.error).toBeUndefined();
    const sandboxID = created.data?.id ?? "";
    const params = { path: { sandboxID } };
    expect((await api.GET("/v1/sandbox/{sandboxID}/", { params })).data).toMatchObject({ id: sandboxID });
    const listed = await api.GET("/v1/sandboxes", {
      params: { query: { "page-size": 5, "order-by": "asc" } },
    });
    expect(listed.data).toMatchObject({ items: [{ id: sandboxID }] });

    const added = await api.POST("/v1/sandbox/{sandboxID}/mounts", { params, body: mountRequest() });
    expect(added).toMatchObject({ data: { bucket: "project-assets" }, response: { status: 201 } });
    const mountPath = { path: { sandboxID, mountID: added.data?.id ?? "" } };
    const updated = await api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
      params: mountPath,
      body: { bucket: "other-assets" },
    });
    expect(updated.data).toMatchObject({ bucket: "other-assets", prefix: "reports/" });
    const removed = await api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", { params: mountPath });
    expect(removed).toMatchObject({ response: { status: 204 } });
    expect(removed.data).toBeUndefined();
    expect(removed.error).toBeUndefined();

    expect((await api.POST("/v1/sandbox/{sandboxID}/stop", { params })).data?.state).toBe("stopped");
    expect((await api.POST("/v1/sandbox/{sandboxID}/start", { params })).data?.state).toBe("running");
    const paused = await api.POST("/v1/sandbox/{sandboxID}/pause", { params });
    expect(paused).toMatchObject({ data: { state: "paused" }, response: { status: 201 } });
    expect((await api.DELETE("/v1/sandbox/{sandboxID}/", { params })).response.status).toBe(204);
    const gone = await api.GET("/v1/sandbox/{sandboxID}/", { params });
    expect(gone.error).toMatchObject({ message: expect.any(String) });
    expect(gone.data).toBeUndefined();
  });

  test("client.api.request calls an operation by method and path", async () => {
    const { client } = await start();
    const { data } = await client.api.request("post", "/v1/sandbox/", { body: TEMPLATE });
    expect(data).toMatchObject({ state: "running" });
  });

  test("either header carries the key", async () => {
    const { client } = await start({ authHeader: "leap0-authorization" });
    expect(await client.sandboxes.list()).toMatchObject({ items: [] });
  });
});

// An operation that is new in the description: nothing breaks, and it is not forgotten.
for (const { id } of Object.values(operations))
  if (!operationIds.includes(id)) test.todo(`${id} is called through both surfaces: add it to test/support`);
