import type { Server, ServerResponse } from "node:http";
import { isBodiless } from "../faults/spoil.ts";
import type { Answer, Outcome } from "./answer.ts";
import type { Call } from "./call.ts";
import { allowOrigins, answerPreflight } from "./cors.ts";
import type { Fetch } from "./fetch.ts";
import { ServerCall } from "./server-call.ts";

/** Where to listen. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Lets pages of any origin call the emulator from a browser. Default `false`. */
  readonly cors?: boolean;
}

/** An emulator that answers over HTTP. */
export interface Listening {
  /** The API's base URL, for example `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** What stands behind the sandbox's id in an invoke host, for example `localhost:4010`. */
  readonly sandboxDomain: string;
  /**
   * The platform's fetch, except that it finds `http://<sandboxID>.<sandboxDomain>` also on machines whose resolver does
   * not know that every name under `localhost` is this machine.
   */
  readonly fetch: Fetch;
  /** Stops listening and breaks the connections that are still open. */
  close(): Promise<void>;
}

const NOT_HTTP = [
  "HTTP/1.1 400 Bad Request",
  "content-type: application/json",
  "connection: close",
  "",
  JSON.stringify({ message: "This is not a request that HTTP knows." }),
].join("\r\n");

/** Serves the emulator with Node's own server, which Bun and Deno have as well. */
export async function listen(
  respond: (call: Call) => Promise<Outcome>,
  { port = 0, host = "127.0.0.1", cors = false }: ListenOptions,
): Promise<Listening> {
  // Imported only here: the entry point itself has to load where there is no Node.
  const { createServer } = await import("node:http");
  const server = createServer((incoming, outgoing) => {
    if (cors) allowOrigins(outgoing);
    if (cors && answerPreflight(incoming, outgoing)) return;
    respond(new ServerCall(incoming, outgoing)).then(
      (outcome) => send(outcome, outgoing),
      () => outgoing.destroy(),
    );
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable && error.code !== "ECONNRESET") socket.end(NOT_HTTP);
    else socket.destroy();
  });
  const bound = await listening(server, port, host);
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
  const sandboxDomain = `localhost:${bound}`;
  return { url, port: bound, sandboxDomain, fetch: finding(sandboxDomain, url), close: () => close(server) };
}

function listening(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function send(outcome: Outcome, outgoing: ServerResponse): void {
  if (outcome === "stall") return;
  try {
    if (outcome === "reset") reset(outgoing);
    else write(outcome, outgoing);
  } catch {
    outgoing.destroy();
  }
}

function write({ status, headers, body }: Answer, outgoing: ServerResponse): void {
  if (body instanceof ReadableStream && !isBodiless(status)) {
    outgoing.writeHead(status, headers);
    void pipe(body, outgoing);
    return;
  }
  const content = body === null || body instanceof ReadableStream ? "" : body;
  // HEAD tells the length of what GET would answer.
  const told = outgoing.req.method === "HEAD" ? headers["content-length"] : undefined;
  const length = told ?? Buffer.byteLength(content);
  outgoing.writeHead(status, isBodiless(status) ? headers : { ...headers, "content-length": length });
  outgoing.end(content);
}

async function pipe(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  outgoing.once("close", () => void reader.cancel().catch(() => {}));
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!outgoing.write(part.value)) await roomFor(outgoing);
    }
    outgoing.end();
  } catch {
    reset(outgoing);
  }
}

/** Resolves when more can be written, and also when nobody reads any more. No listener stays behind. */
function roomFor(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done);
  });
}

/** What has been written goes out first: a reset throws away what is still waiting to be sent. */
function reset(outgoing: ServerResponse): void {
  const { socket } = outgoing;
  if (!socket) return;
  if (outgoing.headersSent) socket.end(() => socket.destroy());
  else if (typeof socket.resetAndDestroy === "function") socket.resetAndDestroy();
  else socket.destroy();
}

function finding(sandboxDomain: string, base: string): Fetch {
  return async (input, init) => {
    const url = new URL(typeof input === "object" && "headers" in input ? input.url : input);
    if (!url.host.endsWith(`.${sandboxDomain}`)) return fetch(input, init);
    const target = new URL(url.pathname + url.search, base);
    const request = typeof input === "object" && "headers" in input ? new Request(target, input) : undefined;
    const headers = new Headers(init?.headers ?? request?.headers);
    headers.set("x-forwarded-host", url.host);
    return fetch(request ?? target, { ...init, headers });
  };
}
