import type { Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { demand, type Kind, numberFrom, texts, trueOrFalse } from "../model/kinds.ts";
import { callableHost, createHostCheck } from "./hosts.ts";
import type { Fetch } from "./in-process.ts";
import { ServerRequest } from "./server-request.ts";
import {
  ConnectionReset,
  isBodiless,
  jsonResponse,
  type Respond,
  SANDBOX_METHODS,
  type WireResponse,
} from "./wire.ts";

/** Where to listen. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string | undefined;
  /** Lets pages of any origin call the emulator from a browser. Default `false`. */
  readonly cors?: boolean | undefined;
  /**
   * Names besides `localhost`, IP addresses, `host` and the sandbox domain that may stand in the `Host` header, for
   * example the name of a container. Requests with any other name get 403.
   */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** An emulator that responds over HTTP. */
export interface Listening {
  /** The API's base URL, for example `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** What stands behind the sandbox's id in a sandbox host, for example `localhost:4010`. */
  readonly sandboxDomain: string;
  /**
   * The platform's fetch, except that it finds `http://<sandboxID>.<sandboxDomain>` also on machines whose resolver does
   * not know that every name under `localhost` is this machine.
   */
  readonly fetch: Fetch;
  /** Stops listening, breaks the connections that are still open, and waits until their requests have ended. */
  close(): Promise<void>;
}

const kinds = {
  port: numberFrom(0, 65_535, "whole"),
  host: [(value) => typeof value === "string", "text"],
  cors: trueOrFalse,
  allowedHosts: texts,
} satisfies Record<keyof ListenOptions, Kind>;

const MESSAGES: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "The headers are too large."],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ["413 Payload Too Large", "The chunk extensions are too large."],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request did not come to its end."],
};

const foreignHost = jsonResponse(403, {
  message:
    "The Host header names a host that this emulator does not have. Use the address that it printed, or allow the name: allowedHosts, or --allowed-host.",
});

/** Serves the emulator with Node's own server, which Bun and Deno have as well. */
export async function listen(
  respond: Respond,
  domains: readonly string[],
  options: ListenOptions,
): Promise<Listening> {
  demand("listen", options, kinds);
  const { port = 0, host = "127.0.0.1", cors = false, allowedHosts = [] } = options;
  const { createServer } = await nodeHttp();
  const isOwnHost = createHostCheck([...domains, host, ...allowedHosts]);
  const underWay = new Set<Promise<void>>();

  const server = createServer((incoming, outgoing) => {
    if (!isOwnHost(incoming.headers.host ?? "")) {
      write(foreignHost, outgoing);
      return;
    }
    if (cors && allowAnyOrigin(outgoing)) return;
    const done = respond(new ServerRequest(incoming, outgoing))
      .then((response) => write(response, outgoing))
      .catch((error: unknown) => (error instanceof ConnectionReset ? reset(outgoing) : outgoing.destroy()))
      .then(() => void underWay.delete(done));
    underWay.add(done);
  });
  server.on("connect", (_, socket) => endWith(socket, "405 Method Not Allowed", "This is no proxy."));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === "ECONNRESET") socket.destroy();
    else endWith(socket, ...(MESSAGES[error.code ?? ""] ?? ["400 Bad Request", "This is no valid HTTP."]));
  });

  const bound = await listening(server, port, host);
  const url = `http://${callableHost(host)}:${bound}`;
  const sandboxDomain = `localhost:${bound}`;
  return {
    url,
    port: bound,
    sandboxDomain,
    fetch: finding(sandboxDomain, url),
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await Promise.all(underWay);
    },
  };
}

/** Loaded only here, and under a name that no bundler reads: the rest of the emulator also runs in a browser. */
async function nodeHttp(): Promise<typeof import("node:http")> {
  const name = ["node", "http"].join(":");
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ name);
  } catch (cause) {
    throw new Error("listen needs node:http: use emulator.fetch here, which needs no server.", { cause });
  }
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

/** A response on a connection that Node has no response object for. */
function endWith(socket: Duplex, status: string, message: string): void {
  const head = [`HTTP/1.1 ${status}`, "content-type: application/json", "connection: close"];
  socket.end([...head, "", JSON.stringify({ message })].join("\r\n"));
}

/** Lets pages of any origin read the response. True when the request was only a preflight, which then has its response. */
function allowAnyOrigin(outgoing: ServerResponse): boolean {
  const { method, headers } = outgoing.req;
  outgoing.setHeader("access-control-allow-origin", "*");
  outgoing.setHeader("access-control-expose-headers", "retry-after, allow");
  if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return false;
  // Sandboxes take every method, so the name may be allowed whatever the path has.
  outgoing.setHeader("access-control-allow-methods", SANDBOX_METHODS);
  outgoing.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "");
  outgoing.setHeader("access-control-allow-private-network", "true");
  outgoing.setHeader("access-control-max-age", "600");
  outgoing.writeHead(204).end();
  return true;
}

function write({ status, headers, body }: WireResponse, outgoing: ServerResponse): void | Promise<void> {
  if (body instanceof ReadableStream && !isBodiless(status)) {
    outgoing.writeHead(status, headers);
    return pipe(body, outgoing);
  }
  const content = body === null || body instanceof ReadableStream ? "" : body;
  // HEAD tells the length of what GET would return.
  const told = outgoing.req.method === "HEAD" ? headers["content-length"] : undefined;
  const length = told ?? Buffer.byteLength(content);
  outgoing.writeHead(status, isBodiless(status) ? headers : { ...headers, "content-length": length });
  outgoing.end(content);
}

async function pipe(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  // One listener for the whole body: one for each wait would pile up.
  let proceed = () => {};
  outgoing.on("drain", () => proceed());
  outgoing.once("close", () => {
    reader.cancel().catch(() => {});
    proceed();
  });
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (outgoing.write(part.value) || outgoing.destroyed) continue;
      await new Promise<void>((resolve) => {
        proceed = resolve;
      });
    }
    outgoing.end();
  } catch {
    reset(outgoing);
  }
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
