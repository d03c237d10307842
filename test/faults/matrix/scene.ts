import { channel } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator, type Emulator } from "leap0-fetch/emulator";
import type { OperationId } from "../../../src/generated/operations.ts";
import { operations } from "../../../src/generated/operations.ts";
import type { Way } from "../../support/emulated.ts";
import { MOUNT, SANDBOX } from "./operations.ts";
import type { Cell } from "./rules.ts";

export const API_KEY = "matrix-key-0123456789";

/** A server of its own for one cell of the matrix, and what happened there. */
export interface Scene {
  readonly url: string;
  /** To be used by the client: some faults happen before a server is reached. */
  readonly fetch: typeof fetch;
  /** How often the operation was sent, and when, in milliseconds. */
  readonly sentAt: readonly number[];
  /** How often the operation took effect. */
  readonly applied: () => number;
  readonly isDone: () => boolean;
  /** Requests without a response that the client did not give up. */
  readonly left: () => Promise<number>;
  readonly close: () => Promise<void>;
}

let lastOpened: Promise<unknown> = Promise.resolve();

/** One at a time: a crowd of servers that open in the same moment would keep every client waiting. */
export function openScene(cell: Cell, elsewhere: string, way: Way): Promise<Scene> {
  const scene = lastOpened.then(() => build(cell, elsewhere, way));
  lastOpened = scene;
  return scene;
}

async function build({ subject, fault, span }: Cell, elsewhere: string, way: Way): Promise<Scene> {
  const endpoint = "https://storage.example.com";
  const mount = { id: MOUNT, bucket: "models", mount_path: "/models", endpoint };
  const emulator = createEmulator({
    apiKey: API_KEY,
    state: { version: 1, sandboxes: [{ id: SANDBOX, state: subject.from, mounts: [mount] }] },
  });
  const { url, send, left, close } = await (way === "over HTTP" ? overHttp(emulator) : inProcess(emulator));
  const times = span === "once" ? 1 : Number.POSITIVE_INFINITY;
  const operation = span === "everywhere" ? "*" : subject.id;
  if (fault.inject) emulator.inject({ operation, times, fault: fault.inject(elsewhere) });

  const sentAt: number[] = [];
  const isSubject = matcher(subject.id);
  let refusals = fault.inject ? 0 : times;
  const counting = refusingFetch((method, path) => {
    const own = isSubject(method, path);
    if (own) sentAt.push(performance.now());
    return (own || span === "everywhere") && refusals-- > 0;
  }, send);

  return {
    url,
    fetch: counting as typeof fetch,
    sentAt,
    applied: () =>
      emulator.requests().filter(({ operation, applied }) => applied && operation === subject.id).length,
    isDone: () => subject.isDone(emulator.export()),
    left,
    close,
  };
}

function matcher(id: OperationId): (method: string, path: string) => boolean {
  const operation = operations[id];
  const path = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
  return (method, target) => method === operation.method && path.test(target);
}

/** An emulator as a client finds it. */
interface Reached {
  readonly url: string;
  readonly send: Emulator["fetch"];
  /** Requests that were neither responded to nor given up. */
  readonly left: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Requests without a response, by port. */
const open = new Map<number | undefined, number>();

// Node tells of every request that any server of the process receives: no server has to be built for being watched.
channel("http.server.request.start").subscribe((message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  const port = request.socket.localPort;
  const count = (by: number) => open.set(port, (open.get(port) ?? 0) + by);
  count(1);
  response.once("close", () => count(-1));
});

/** How many are still open after the time that breaking a connection takes. */
async function exchangesLeft(port: number): Promise<number> {
  const until = performance.now() + 1000;
  while (open.get(port) && performance.now() < until) await sleep(5);
  return open.get(port) ?? 0;
}

async function overHttp(emulator: Emulator): Promise<Reached> {
  const { url, port, close } = await emulator.listen();
  return { url, send: fetch, left: () => exchangesLeft(port), close };
}

/** By function calls. The address is one where a request that is to be refused finds nobody. */
async function inProcess(emulator: Emulator): Promise<Reached> {
  let open = 0;
  return {
    url: "http://127.0.0.1",
    async send(input, init) {
      open++;
      try {
        return await emulator.fetch(input, init);
      } finally {
        open--;
      }
    },
    left: async () => open,
    close: async () => {},
  };
}

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Assigned to nobody, and below the ports that a system hands out: whoever connects is refused. */
const CLOSED_PORT = "4";

/** Sends as `send` does, except that the requests which `isRefused` picks go to a port that nobody listens on. */
const refusingFetch =
  (isRefused: (method: string, path: string) => boolean, send: Fetch = fetch): Fetch =>
  (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? String(input));
    if (!isRefused(init?.method ?? request?.method ?? "GET", url.pathname)) return send(input, init);
    url.port = CLOSED_PORT;
    return fetch(request ? new Request(url, request) : url, init);
  };
