import { request } from "node:http";
import { connect } from "node:net";
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { inProcess, KEY, mount, overHttp, ways } from "./support/open.ts";

/** A request as it stands on the wire: the platform's fetch sets the Host header itself. */
function send(base: string, path: string, headers: Record<string, string>, method = "GET") {
  const { port } = new URL(base);
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request({ port, host: "127.0.0.1", path, method, headers }, (response) => {
      let text = "";
      response
        .on("data", (chunk) => (text += chunk))
        .on("end", () => resolve({ status: response.statusCode, text }));
    })
      .on("error", reject)
      .end();
  });
}

/** What the server sends for these bytes. */
function raw(base: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(new URL(base).port), "127.0.0.1");
    socket.on("data", (chunk) => (text += chunk)).once("close", () => resolve(text));
    socket.on("error", () => {});
    socket.write(bytes);
  });
}

describe.each(ways)("requests without the key $way", ({ open }) => {
  it("use up no fault, and push no record out", async () => {
    const { emulator, call, create, invoke } = await open();
    const id = await create();
    const fault = emulator.inject({ operation: "*", fault: { kind: "status", status: 500 } });
    const strange = { headers: { authorization: "wrong" } };
    expect((await call("GET", "/v1/sandboxes", undefined, strange)).status).toBe(401);
    expect((await invoke(id, "/", strange)).status).toBe(401);
    expect(fault.hits).toBe(0);
    fault.remove();

    for (let n = 0; n < 1100; n++) await call("GET", "/v1/nothing", undefined, strange);
    const records = emulator.requests();
    expect(records[0]).toMatchObject({ operation: "createSandbox", status: 201 });
    expect(records.length).toBeLessThanOrEqual(101 + 2);
  });
});

describe("the Host header", () => {
  const headers = { authorization: KEY };

  it.each(["rebound.example", "rebound.example:80", "localhost.evil.example", "127.0.0.1.evil.example"])(
    "%s is not the emulator's: 403",
    async (host) => {
      const { base, create } = await overHttp();
      const id = await create();
      expect((await send(base, "/v1/sandboxes", { ...headers, host })).status).toBe(403);
      const forwarded = { ...headers, host, "x-forwarded-host": `${id}.localhost` };
      expect((await send(base, "/", forwarded)).status).toBe(403);
    },
  );

  it.each([
    "127.0.0.1",
    "[::1]:80",
    "localhost:4010",
    "LOCALHOST",
    "10.1.2.3",
    "sbx-a.sandbox.leap0.dev",
    "",
  ])("%j is", async (host) => {
    const { base } = await overHttp();
    expect((await send(base, "/v1/sandboxes", { ...headers, host })).status).not.toBe(403);
  });

  it("may be a name that was allowed", async () => {
    const { emulator } = await overHttp();
    const { url, close } = await emulator.listen({ allowedHosts: ["emulator"] });
    onTestFinished(close);
    expect((await send(url, "/v1/sandboxes", { ...headers, host: "emulator:4010" })).status).toBe(200);
  });
});

describe("no credential shows", () => {
  it.each([
    ["https:///user:must-not-show@s3.example.com/base", "https://s3.example.com/base"],
    ["https://must-not-show@s3.example.com/", "https://s3.example.com/"],
    ["https://s3.example.com/?X-Amz-Signature=must-not-show", "https://s3.example.com/"],
    ["https://s3.example.com/#must-not-show", "https://s3.example.com/"],
    ["not a url: must-not-show", ""],
  ])("in the export of the endpoint %s", (endpoint, exported) => {
    const saved = { id: "m", bucket: "b", mount_path: "/b", endpoint, token: "must-not-show" };
    const state = {
      version: 1,
      sandboxes: [{ id: "a", state: "running", mounts: [saved], note: "must-not-show" }],
    };
    const emulator = createEmulator({ apiKey: KEY, state: state as never });
    expect(JSON.stringify(emulator.export())).not.toContain("must-not-show");
    expect(emulator.export().sandboxes[0]?.mounts?.[0]?.endpoint).toBe(exported);
    expect(JSON.stringify(emulator.export({ includeSecrets: true }))).not.toContain('"token"');
  });

  const long = "Key-Of-Tests";
  it.each([
    [long, `/v1/sandbox/${long}/`],
    [long, `/v1/sandbox/x${long}y/pause`],
    [long, `/v1/sandbox/${long.toLowerCase()}/`],
    [long, "/v1/sandbox/%4bey-Of-Tests/"],
    [long, "/v1/sandbox/%254bey-Of-Tests/"],
    [long, `/${long}/elsewhere`],
    ["k3y", "/v1/sandbox/k3y/"],
    ["k3y", "/v1/sandbox/k%33y/"],
    ["k3y", "/v1/sandbox/Bearer%20k3y/"],
  ])("of the key %s in the record of %s", async (apiKey, path) => {
    const emulator = createEmulator({ apiKey, controlKey: "sandbox" });
    await emulator.fetch(`https://api.leap0.dev${path}?key=${apiKey}`, {
      headers: { authorization: apiKey },
    });
    const [record] = emulator.requests();
    expect(record?.path).toContain("[redacted]");
    expect(record?.path.toLowerCase()).not.toContain(apiKey.toLowerCase());
    expect(record?.path.startsWith("/v1/sandbox/") || record?.path.endsWith("/elsewhere")).toBe(true);
  });
});

describe("odd requests get a proper response", () => {
  it("headers that are too large: 431", async () => {
    const { base } = await overHttp();
    const text = await raw(base, `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"x".repeat(70_000)}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 431 .*\r\ncontent-type: application\/json\r\n/);
  });

  it("CONNECT: 405", async () => {
    const { base } = await overHttp();
    expect(await raw(base, "CONNECT a:1 HTTP/1.1\r\nhost: localhost\r\n\r\n")).toMatch(/^HTTP\/1\.1 405 /);
  });

  it("TRACE to the API and to a sandbox: 405, and nothing wakes", async () => {
    const state = { version: 1, sandboxes: [{ id: "a", state: "paused" }] } as const;
    const { base, emulator } = await overHttp({ state, verifyStorage: true });
    const headers = { authorization: KEY };
    expect((await send(base, "/v1/sandboxes", headers, "TRACE")).status).toBe(405);
    const toSandbox = { ...headers, "x-forwarded-host": "a.localhost" };
    expect((await send(base, "/", toSandbox, "TRACE")).status).toBe(405);
    expect(emulator.export().sandboxes[0]?.state).toBe("paused");
  });

  it("TRACE in process: the TypeError of the platform", async () => {
    const { fetch, base } = await inProcess();
    await expect(fetch(`${base}/v1/sandboxes`, { method: "TRACE" })).rejects.toThrow(TypeError);
  });

  it.each(["a.localhost:99999", "a.localhost, proxy.example", " A.LOCALHOST "])(
    "X-Forwarded-Host %j means the sandbox",
    async (host) => {
      const state = { version: 1, sandboxes: [{ id: "a", state: "paused" }] } as const;
      const { base } = await overHttp({ state, verifyStorage: true });
      const { status, text } = await send(base, "/", { authorization: KEY, "x-forwarded-host": host });
      expect([status, JSON.parse(text).sandbox]).toEqual([200, "a"]);
    },
  );
});

describe.each(ways)("odd bodies $way", ({ open }) => {
  it("a byte order mark in front of JSON is ignored", async () => {
    const { call } = await open();
    expect((await call("POST", "/v1/sandbox/", `\ufeff{"template_name":"t"}`)).status).toBe(201);
  });

  it("a list that is too long is said to be that, without a word on its entries", async () => {
    const { call } = await open();
    const body = { template_name: "t", mounts: new Array(30_000).fill(1) };
    expect((await call("POST", "/v1/sandbox/", body)).body.errors).toEqual([
      { field: "mounts", error: "must not be longer than 8" },
    ]);
  });

  it.each(["/.", "/..", "/data/../etc", "/data/.", "/a\\b", "/a\nb", "/\u0000"])(
    "the mount path %j is rejected in create, add and update",
    async (mount_path) => {
      const { call, create } = await open();
      const id = await create({ mounts: [mount] });
      const [present] = (await call("GET", `/v1/sandbox/${id}/`)).body.mounts ?? [];
      const bad = { ...mount, mount_path };
      const fields = async (method: string, path: string, body: object) => {
        const { status, body: rejection } = await call(method, path, body);
        return [status, ...(rejection.errors ?? []).map(({ field }) => field)];
      };
      expect(await fields("POST", "/v1/sandbox/", { template_name: "t", mounts: [bad] })).toEqual([
        400,
        "mounts.0.mount_path",
      ]);
      expect(await fields("POST", `/v1/sandbox/${id}/mounts`, bad)).toEqual([400, "mount_path"]);
      expect(await fields("PATCH", `/v1/sandbox/${id}/mounts/${present?.id}`, { mount_path })).toEqual([
        400,
        "mount_path",
      ]);
    },
  );

  it("address ranges of a policy must be CIDRs", async () => {
    const { call } = await open({ limits: { sandboxes: 20 } });
    const create = (range: string) =>
      call("POST", "/v1/sandbox/", {
        template_name: "t",
        network_policy: { mode: "custom", allow_cidrs: [range] },
      });
    for (const good of ["192.0.2.0/24", "10.0.0.0/8", "2001:db8::/32", "::/0"])
      expect([good, (await create(good)).status]).toEqual([good, 201]);
    for (const bad of ["192.0.2.0", "192.0.2.0/33", "300.0.2.0/24", "example.com/24", "2001:db8::/129", ""])
      expect([bad, (await create(bad)).body.errors?.[0]?.field]).toEqual([
        bad,
        "network_policy.allow_cidrs.0",
      ]);
  });

  it("an update to another endpoint drops credentials that it does not bring", async () => {
    const { call, create, emulator } = await open();
    const id = await create({ mounts: [mount] });
    const stored = () => emulator.export({ includeSecrets: true }).sandboxes[0]?.mounts?.[0];
    const path = `/v1/sandbox/${id}/mounts/${stored()?.id}`;
    await call("PATCH", path, { endpoint: "https://s3.example.com/", prefix: "a/" });
    expect(stored()).toMatchObject({ access_key_id: mount.access_key_id });
    await call("PATCH", path, { endpoint: "https://elsewhere.example", access_key_id: "AKIANEW" });
    expect(stored()).toMatchObject({ endpoint: "https://elsewhere.example", access_key_id: "AKIANEW" });
    expect(stored()).not.toHaveProperty("secret_access_key");
  });
});
