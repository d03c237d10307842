import {
  createEmulator,
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  type EmulatorState,
  type ManualClock,
} from "leap0-fetch/emulator";
import { expect, onTestFinished } from "vitest";
import type { components } from "../../../src/generated/schema.ts";

export const KEY = "key-of-the-tests-7f3a";

/** A mount that the description accepts. */
export const mount = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  prefix: "images/",
  access_key_id: "AKIA-id-that-must-not-come-back",
  secret_access_key: "secret-that-must-not-come-back",
} as const;

/** The option to begin with these sandboxes. */
export const having = (...sandboxes: EmulatorState["sandboxes"]) => ({
  state: { version: 1, sandboxes } as const,
});
export const running = (id: string) => ({ id, state: "running" }) as const;
export const paused = (id: string) => ({ id, state: "paused" }) as const;

export type Open = typeof inProcess;
export type Opened = ReturnType<typeof opened>;
export type Read = Awaited<ReturnType<typeof read>>;

export async function inProcess(options?: Partial<EmulatorOptions>) {
  const { emulator, clock } = made(options);
  const hostOf = (label: string) => `https://${label}.sandbox.leap0.dev`;
  return opened(emulator, clock, emulator.fetch, "https://api.leap0.dev", hostOf);
}

export const overHttp: Open = async (options) => {
  const { emulator, clock } = made(options);
  const { url, sandboxDomain, fetch, close } = await emulator.listen();
  onTestFinished(close);
  return opened(emulator, clock, fetch, url, (label) => `http://${label}.${sandboxDomain}`);
};

/** For what depends on the connection. That all else is the same over HTTP is the fuzz test's to show. */
export const ways = [
  { way: "in process", open: inProcess },
  { way: "over HTTP", open: overHttp },
] as const;

function made(options: Partial<EmulatorOptions> = {}) {
  const clock = createManualClock();
  const emulator = createEmulator({ apiKey: KEY, clock, ...options });
  // A response that the description does not promise, or a handler that threw, is a 500 that no test asked for.
  onTestFinished(() => {
    const failed = emulator
      .requests()
      .filter(({ status, fault }) => typeof status === "number" && status >= 500 && !fault);
    expect(failed).toEqual([]);
  });
  return { clock, emulator };
}

function opened(
  emulator: Emulator,
  clock: ManualClock,
  fetch: Emulator["fetch"],
  base: string,
  hostOf: (label: string) => string,
) {
  /** Sends JSON with the key. A body that is text is sent as it is. */
  const call = async (method: string, path: string, body?: unknown, init: RequestInit = {}) => {
    const headers = new Headers({ authorization: `Bearer ${KEY}` });
    if (body !== undefined) headers.set("content-type", "application/json");
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const bodied = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    return read(await fetch(base + path, { method, redirect: "manual", ...bodied, ...init, headers }));
  };
  return {
    emulator,
    clock,
    fetch,
    base,
    call,
    /** The status alone. */
    status: async (...request: Parameters<typeof call>) => (await call(...request)).status,
    /** Sends a request to a sandbox host. */
    invoke: async (label: string, path = "/", init: RequestInit = {}) =>
      read(await fetch(hostOf(label) + path, { headers: { authorization: KEY }, ...init })),
    /** Creates a sandbox and returns its id. */
    create: async (body: object = {}) =>
      (await call("POST", "/v1/sandbox/", { template_name: "system/debian:bookworm", ...body })).body.id,
    /** Pauses, stops or starts a sandbox. */
    act: (id: string, action: string, init?: RequestInit) =>
      call("POST", `/v1/sandbox/${id}/${action}`, undefined, init),
    stateOf: async (id: string) => (await call("GET", `/v1/sandbox/${id}/`)).body.state as string | undefined,
    mountsOf: async (id: string) => (await call("GET", `/v1/sandbox/${id}/`)).body.mounts ?? [],
  };
}

type Schemas = components["schemas"];

/** Every body that a response can have: a test knows which one it asked for. */
type Body = Schemas["Sandbox"] & Schemas["Mount"] & Schemas["SandboxList"] & Schemas["ValidationError"];

/** A response, read to its end. */
export async function read(response: Response) {
  const { status, headers } = response;
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Some responses are no JSON: their tests read the text.
  }
  return { status, headers, text, body: body as Body };
}
