import {
  createEmulator,
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  type ManualClock,
} from "leap0-fetch/emulator";
import { expect, onTestFinished } from "vitest";
import type { components } from "../../../src/generated/schema.ts";

export const KEY = "key-of-the-tests-7f3a";

type Schemas = components["schemas"];

/** Every body that a response can have: a test knows which one it asked for. */
type Body = Schemas["Sandbox"] & Schemas["Mount"] & Schemas["SandboxList"] & Schemas["ValidationError"];

/** A response, read to its end. */
export interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export interface Opened {
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  readonly fetch: Emulator["fetch"];
  readonly base: string;
  /** Sends JSON with the key. A body that is text is sent as it is. */
  call(method: string, path: string, body?: unknown, init?: RequestInit): Promise<Read>;
  /** Sends a request to a sandbox host. */
  invoke(label: string, path?: string, init?: RequestInit): Promise<Read>;
  /** Creates a sandbox and returns its id. */
  create(body?: object): Promise<string>;
  /** Pauses, stops or starts a sandbox. */
  act(id: string, action: string, init?: RequestInit): Promise<Read>;
  stateOf(id: string): Promise<string | undefined>;
}

export type Open = (options?: Partial<EmulatorOptions>) => Promise<Opened>;

export const inProcess: Open = async (options) => {
  const { emulator, clock } = made(options);
  const hostOf = (label: string) => `https://${label}.sandbox.leap0.dev`;
  return opened(emulator, clock, emulator.fetch, "https://api.leap0.dev", hostOf);
};

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
): Opened {
  const call: Opened["call"] = async (method, path, body, { headers, ...init } = {}) => {
    const sent = new Headers({ authorization: `Bearer ${KEY}` });
    if (body !== undefined) sent.set("content-type", "application/json");
    for (const [name, value] of new Headers(headers)) sent.set(name, value);
    const json = typeof body === "string" ? body : JSON.stringify(body);
    const bodied = body === undefined ? {} : { body: json };
    return read(await fetch(base + path, { method, headers: sent, redirect: "manual", ...bodied, ...init }));
  };
  return {
    emulator,
    clock,
    fetch,
    base,
    call,
    invoke: async (label, path = "/", init = {}) =>
      read(await fetch(hostOf(label) + path, { headers: { authorization: KEY }, ...init })),
    create: async (body = {}) =>
      (await call("POST", "/v1/sandbox/", { template_name: "system/debian:bookworm", ...body })).body.id,
    act: (id, action, init) => call("POST", `/v1/sandbox/${id}/${action}`, undefined, init),
    stateOf: async (id) => (await call("GET", `/v1/sandbox/${id}/`)).body.state,
  };
}

export async function read(response: Response): Promise<Read> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Some responses are no JSON: their tests read the text.
  }
  return { status: response.status, headers: response.headers, text, body: body as Body };
}

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
