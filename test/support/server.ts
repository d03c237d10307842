import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { freePort, listening } from "../../tools/loopback.ts";

/** A request as it arrived, read to its end. */
export interface Received {
  readonly method: string;
  /** Path and query as they stood on the wire, still encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Responds to one request; `index` counts the requests from 0. What it throws breaks the connection. */
export type Handler = (request: Received, response: ServerResponse, index: number) => void | Promise<void>;

export interface TestServer {
  readonly url: string;
  /** Every request that arrived, in order. */
  readonly requests: readonly Received[];
}

/**
 * A real HTTP server on loopback. It is gone when the test is over, or, with `afterAll` for `whenOver`, when all tests
 * of the file are.
 */
export async function startServer(
  handler: Handler,
  whenOver: (close: () => Promise<void>) => void = onTestFinished,
): Promise<TestServer> {
  const requests: Received[] = [];
  const server = createServer(async (incoming, response) => {
    try {
      const received = await receive(incoming);
      await handler(received, response, requests.push(received) - 1);
    } catch {
      incoming.socket.destroy();
    }
  });
  const { url, close } = await listening(server);
  whenOver(close);
  return { url, requests };
}

/** An address on loopback where nobody listens. */
export const closedUrl = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;

async function receive(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  return {
    method: incoming.method ?? "",
    target: incoming.url ?? "",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** Responds with a status and a body: an object goes out as JSON, a text as it is, `undefined` as nothing at all. */
export function reply(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const type = body === undefined || "content-type" in headers ? {} : { "content-type": "application/json" };
  response.writeHead(status, { ...type, ...headers });
  response.end(text);
}
