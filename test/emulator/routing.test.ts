import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { KEY, mount, overHttp, ways } from "./support/open.ts";

describe.each(ways)("paths and keys $way", ({ open }) => {
  it.each([
    "/",
    "/v1",
    "/v2/sandboxes",
    "/v1/sandboxes//",
    "/v1//sandboxes",
    "/v1/sandbox/a/process/exec",
    "/__emulator/faults",
  ])("answers 404 in JSON for %s", async (path) => {
    const { call } = await open();
    const { status, body } = await call("GET", path);
    expect([status, typeof body.message]).toEqual([404, "string"]);
  });

  it("takes one slash more or less at the end of every path", async () => {
    const { call, create } = await open();
    const id = await create({ mounts: [mount] });
    const [present] = (await call("GET", `/v1/sandbox/${id}`)).body.mounts ?? [];
    const one = `/v1/sandbox/${id}`;
    for (const [method, path, status, body] of [
      ["POST", "/v1/sandbox", 201, { template_name: "t" }],
      ["GET", "/v1/sandboxes/", 200],
      ["POST", `${one}/mounts/`, 201, { ...mount, mount_path: "/more" }],
      ["PATCH", `${one}/mounts/${present?.id}/`, 200, {}],
      ["DELETE", `${one}/mounts/${present?.id}/`, 204],
      ["POST", `${one}/stop/`, 200],
      ["POST", `${one}/start/`, 200],
      ["POST", `${one}/pause/`, 201],
      ["DELETE", one, 204],
    ] as const)
      expect([method, path, (await call(method, path, body)).status]).toEqual([method, path, status]);
  });

  it("answers 405 in JSON for a method that the path does not have, and says which it has", async () => {
    const { call } = await open();
    const { status, headers, body } = await call("PUT", "/v1/sandbox/a/");
    expect([status, typeof body.message]).toEqual([405, "string"]);
    expect(headers.get("allow")?.split(", ").sort()).toEqual(["DELETE", "GET"]);
    expect((await call("GET", "/v1/sandbox/a/pause")).status).toBe(405);
  });

  it("answers 404 for a sandbox and a mount that do not exist", async () => {
    const { call, create } = await open();
    const id = await create();
    for (const [method, path, body] of [
      ["GET", "/v1/sandbox/nope/"],
      ["DELETE", "/v1/sandbox/nope/"],
      ["POST", "/v1/sandbox/nope/pause"],
      ["POST", "/v1/sandbox/nope/stop"],
      ["POST", "/v1/sandbox/nope/start"],
      ["DELETE", "/v1/sandbox/nope/mounts/x"],
      ["PATCH", "/v1/sandbox/nope/mounts/x", {}],
      ["PATCH", `/v1/sandbox/${id}/mounts/x`, {}],
      ["DELETE", `/v1/sandbox/${id}/mounts/x`],
    ] as const)
      expect((await call(method, path, body)).status, `${method} ${path}`).toBe(404);
  });

  it.each([
    { authorization: `Bearer ${KEY}` },
    { authorization: `bearer ${KEY}` },
    { authorization: KEY },
    { "leap0-authorization": `Bearer ${KEY}` },
    { "leap0-authorization": KEY },
    { authorization: "Bearer of-the-app-in-the-sandbox", "leap0-authorization": KEY },
  ])("accepts the key in %o", async (headers) => {
    const { fetch, base } = await open();
    expect((await fetch(`${base}/v1/sandboxes`, { headers: headers as Record<string, string> })).status).toBe(
      200,
    );
  });

  it.each([
    {},
    { authorization: "" },
    { authorization: "Bearer" },
    { authorization: "Bearer wrong" },
    { authorization: `Basic ${KEY}` },
  ])("answers the same 401 for %o", async (headers) => {
    const { fetch, base } = await open();
    const response = await fetch(`${base}/v1/sandboxes`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "An API key is required, and it must be valid." });
  });

  it("says nothing about sandboxes to those without a key", async () => {
    const { fetch, base, create } = await open();
    const id = await create();
    const there = await fetch(`${base}/v1/sandbox/${id}/`);
    const notThere = await fetch(`${base}/v1/sandbox/nope/`);
    expect([there.status, await there.text()]).toEqual([notThere.status, await notThere.text()]);
  });

  it("keeps an encoded slash in its segment", async () => {
    const { call } = await open();
    expect((await call("DELETE", "/v1/sandbox/a%2Fmounts%2Fb/")).status).toBe(404);
    expect((await call("GET", "/v1/sandbox/%E0%A4%A/")).status).toBe(404);
  });
});

describe("paths as they come over the wire", () => {
  const raw = (port: number, path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: KEY };
      request({ port, host: "127.0.0.1", path, method: "DELETE", headers }, (answer) =>
        resolve(answer.statusCode),
      )
        .on("error", reject)
        .end();
    });

  it("never lets dots climb from a mount to its sandbox", async () => {
    const { base, create, call } = await overHttp();
    const id = await create();
    const port = Number(new URL(base).port);
    expect(await raw(port, `/v1/sandbox/${id}/mounts/..`)).toBe(404);
    expect(await raw(port, `/v1/sandbox/${id}/mounts/../`)).toBe(404);
    expect(await raw(port, `/v1/sandbox/${id}/mounts/%2e%2e/`)).toBe(404);
    expect((await call("GET", `/v1/sandbox/${id}/`)).body.state).toBe("running");
  });

  it("understands a request that is addressed as through a proxy", async () => {
    const { base, create } = await overHttp();
    const id = await create();
    expect(await raw(Number(new URL(base).port), `${base}/v1/sandbox/${id}/`)).toBe(204);
  });
});
