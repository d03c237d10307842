import { connect } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { having, KEY, overHttp, paused, running, ways } from "./support/open.ts";

const one = having(paused("a"));

/** Sends these bytes and returns what the server sends until it ends the connection, or for half of HTTP, at first. */
function sendBytes(base: string, bytes: string, half = false): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(new URL(base).port), "127.0.0.1");
    socket.on("data", (chunk) => (text += chunk)).once("close", () => resolve(text));
    socket.on("error", () => {});
    socket.write(bytes);
    if (half) socket.end();
  });
}

/** A request as it stands on the wire, with the key: `fetch` sets the Host header itself and collapses dots. */
async function send(base: string, line: string, headers: Record<string, string> = {}) {
  const all = { host: "localhost", authorization: KEY, connection: "close", ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const response = await sendBytes(base, `${line} HTTP/1.1\r\n${head.join("")}\r\n`);
  return { status: Number(response.split(" ")[1]), text: response.split("\r\n\r\n")[1] ?? "" };
}

describe("the Host header", () => {
  it.each(["rebound.example", "rebound.example:80", "localhost.evil.example", "127.0.0.1.evil.example"])(
    "%s is not the emulator's: 403",
    async (host) => {
      const { base, emulator } = await overHttp(one);
      expect((await send(base, "GET /v1/sandboxes", { host })).status).toBe(403);
      expect((await send(base, "GET /", { host, "x-forwarded-host": "a.localhost" })).status).toBe(403);
      expect(emulator.export().sandboxes[0]?.state).toBe("paused");
    },
  );

  it.each(["127.0.0.1", "[::1]:80", "localhost:4010", "LOCALHOST", "10.1.2.3", ""])("%j is", async (host) => {
    const { base } = await overHttp();
    expect((await send(base, "GET /v1/sandboxes", { host })).status).toBe(200);
  });

  it("may be a name that was allowed, or name a sandbox", async () => {
    const { emulator } = await overHttp(one);
    const { url, close } = await emulator.listen({ allowedHosts: ["emulator"] });
    onTestFinished(close);
    expect((await send(url, "GET /v1/sandboxes", { host: "emulator:4010" })).status).toBe(200);
    expect((await send(url, "GET /", { host: "a.sandbox.leap0.dev" })).status).toBe(200);
  });

  it.each([
    ...["a.localhost", "a.sandbox.leap0.dev", "a.SANDBOX.leap0.dev:443", "a.boxes.example"],
    ...["a.localhost:99999", "a.localhost, proxy.example", " A.LOCALHOST "],
  ])("means the sandbox when X-Forwarded-Host is %j", async (host) => {
    const own = host.endsWith("boxes.example") ? { sandboxDomain: "boxes.example:9999" } : {};
    const { base } = await overHttp({ ...one, verifyStorage: true, ...own });
    const { status, text } = await send(base, "GET /", { "x-forwarded-host": host });
    expect([status, JSON.parse(text).sandbox]).toEqual([200, "a"]);
  });
});

describe("on the wire", () => {
  it("dots never climb from a mount to its sandbox", async () => {
    const { base, emulator } = await overHttp(one);
    for (const dots of ["..", "../", "%2e%2e/"])
      expect((await send(base, `DELETE /v1/sandbox/a/mounts/${dots}`)).status).toBe(404);
    expect(emulator.export().sandboxes).toHaveLength(1);
  });

  it("a request may name the whole URL, as through a proxy", async () => {
    const { base } = await overHttp(one);
    expect((await send(base, `DELETE ${base}/v1/sandbox/a/`)).status).toBe(204);
  });

  it.each([
    ["headers that are too large", "GET /", { x: "x".repeat(70_000) }, 431],
    ["a method that HTTP does not have", "WEIRD /v1/sandboxes", {}, 400],
    ["CONNECT", "CONNECT a:1", {}, 405],
    ["TRACE to the API", "TRACE /v1/sandboxes", {}, 405],
    ["TRACE to a sandbox", "TRACE /", { "x-forwarded-host": "a.localhost" }, 405],
  ])("%s gets a proper response in JSON", async (_, line, headers, expected) => {
    const { base, emulator } = await overHttp({ ...one, verifyStorage: true });
    const { status, text } = await send(base, line, headers);
    expect([status, JSON.parse(text)]).toEqual([expected, { message: expect.any(String) }]);
    expect(emulator.export().sandboxes[0]?.state).toBe("paused");
  });

  it("TRACE to a sandbox gets the methods that a sandbox takes", async () => {
    const { base } = await overHttp(one);
    const lines = ["TRACE / HTTP/1.1", "host: a.localhost", `authorization: ${KEY}`, "connection: close"];
    const response = await sendBytes(base, `${lines.join("\r\n")}\r\n\r\n`);
    expect(response).toContain("\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n");
  });

  const head = `POST /v1/sandbox/ HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY}`;
  it.each([
    "nonsense\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "GET /%zz HTTP/1.1\r\n\r\n",
    "GET http:// HTTP/1.1\r\nhost: x\r\n\r\n",
    "GET * HTTP/1.1\r\nhost: \r\n\r\n",
    `${head}\r\ncontent-length: 100\r\n\r\n{"template`,
    `${head}\r\ncontent-length: -1\r\n\r\n`,
    `${head}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
    `${head}\r\nbad header\r\n\r\n`,
    `${head}\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`,
    "GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    "GET / HTTP/1.1\r\nhost: x\r\nx-forwarded-host: ..localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nhost: .localhost\r\n\r\n",
  ])("%j does not bring the server down", async (bytes) => {
    const { base, status } = await overHttp();
    await sendBytes(base, bytes, true);
    expect(await status("GET", "/v1/sandboxes")).toBe(200);
  });
});

describe.each(ways)("a body $way", ({ open }) => {
  it.each([
    [10 * 1024 * 1024 - 100, 201],
    [11 * 1024 * 1024, 400],
  ])("of %i bytes: %i", async (size, expected) => {
    const { status } = await open();
    const body = { template_name: "t", env_vars: { big: "x".repeat(size) } };
    expect(await status("POST", "/v1/sandbox/", body)).toBe(expected);
  });
});

describe("listen", () => {
  it("lets pages of any origin call when it is told to, and not otherwise", async () => {
    const { emulator, base } = await overHttp();
    const asked = {
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization",
    };
    const preflight = { method: "OPTIONS", headers: { origin: "https://page.example", ...asked } };
    const closed = await fetch(`${base}/v1/sandboxes`, preflight);
    expect([closed.status, closed.headers.get("access-control-allow-origin")]).toEqual([405, null]);

    const { url, close } = await emulator.listen({ cors: true });
    onTestFinished(close);
    const { status, headers } = await fetch(`${url}/v1/sandboxes`, preflight);
    expect([status, headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    expect(headers.get("access-control-allow-headers")).toBe("authorization");
    // Sandboxes and control routes take PUT as well.
    for (const method of ["PATCH", "PUT", "HEAD"])
      expect(headers.get("access-control-allow-methods")).toContain(method);
    const response = await fetch(`${url}/v1/sandboxes`, { headers: { authorization: KEY } });
    expect(response.headers.get("access-control-expose-headers")).toContain("retry-after");
  });

  it.each(["0.0.0.0", "::", "::1"])("on %s returns a URL that a client takes", async (host) => {
    const { emulator } = await overHttp();
    const { url, close } = await emulator.listen({ host });
    onTestFinished(close);
    expect(new URL(url).hostname).toMatch(/^(127\.0\.0\.1|\[::1\])$/);
    expect((await fetch(`${url}/v1/sandboxes`, { headers: { authorization: KEY } })).status).toBe(200);
  });

  it("ends the requests that are under way before close resolves", async () => {
    const { emulator } = await overHttp({
      ...having(running("a")),
      stateDelayMs: { snapshotting: 3_600_000 },
    });
    const { url, close } = await emulator.listen();
    const init = { method: "POST", headers: { authorization: KEY } };
    const broken = fetch(`${url}/v1/sandbox/a/pause`, init).catch((error: unknown) => error);
    await vi.waitFor(() => expect(emulator.export().sandboxes[0]?.state).toBe("snapshotting"));
    await close();
    expect(emulator.requests()).toMatchObject([{ operation: "pauseSandbox", status: "abandoned" }]);
    expect(await broken).toBeInstanceOf(TypeError);
  });
});
