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

/** Everything that an answer can be: a test knows which one it asked for. */
export type Body = Schemas["Sandbox"] &
  Schemas["Mount"] &
  Schemas["SandboxList"] &
  Schemas["ValidationError"];

/** An answer, read to its end. */
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
  /** Sends a request to a sandbox itself. */
  invoke(label: string, path?: string, init?: RequestInit): Promise<Read>;
  /** Creates a sandbox and answers its id. */
  create(body?: object): Promise<string>;
}

export type Open = (options?: Partial<EmulatorOptions>) => Promise<Opened>;

/** Both ways to the emulator. What holds for one has to hold for the other. */
export const ways: readonly { readonly way: string; readonly open: Open }[] = [
  {
    way: "in process",
    open: async (options) => {
      const { emulator, clock } = made(options);
      return opened(
        emulator,
        clock,
        emulator.fetch,
        "https://api.leap0.dev",
        (label) => `https://${label}.sandbox.leap0.dev`,
      );
    },
  },
  {
    way: "over HTTP",
    open: async (options) => {
      const { emulator, clock } = made(options);
      const { url, sandboxDomain, fetch, close } = await emulator.listen();
      onTestFinished(close);
      return opened(emulator, clock, fetch, url, (label) => `http://${label}.${sandboxDomain}`);
    },
  },
];

export const inProcess = (ways[0] as (typeof ways)[number]).open;
export const overHttp = (ways[1] as (typeof ways)[number]).open;

function made(options: Partial<EmulatorOptions> = {}) {
  const clock = createManualClock();
  const emulator = createEmulator({ apiKey: KEY, clock, ...options });
  // An answer that the description does not promise, or a handler that threw, is a 500 that nobody asked for.
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
  addressOf: (label: string) => string,
): Opened {
  const call: Opened["call"] = async (method, path, body, { headers, ...init } = {}) => {
    const json = typeof body === "string" ? body : JSON.stringify(body);
    const sent = new Headers({ authorization: `Bearer ${KEY}` });
    if (body !== undefined) sent.set("content-type", "application/json");
    for (const [name, value] of new Headers(headers)) sent.set(name, value);
    const bodied = body === undefined ? {} : { body: json as string };
    return read(await fetch(base + path, { method, headers: sent, redirect: "manual", ...bodied, ...init }));
  };
  return {
    emulator,
    clock,
    fetch,
    base,
    call,
    invoke: async (label, path = "/", init = {}) =>
      read(await fetch(addressOf(label) + path, { headers: { authorization: KEY }, ...init })),
    create: async (body = {}) =>
      (await call("POST", "/v1/sandbox/", { template_name: "system/debian:bookworm", ...body })).body.id,
  };
}

export async function read(response: Response): Promise<Read> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: json(text) };
}

function json(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return undefined as never;
  }
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
