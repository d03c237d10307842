// What a sample runs in: a worker that holds the client, the emulator and nothing that reaches the network.

import * as client from "leap0-fetch";
import * as emulation from "leap0-fetch/emulator";
import * as redis from "leap0-fetch/redis";
import { assert } from "./assert.ts";
import type { Given, Told } from "./messages.ts";
import { advance } from "./time.ts";
import { describeEvent, describeRequest } from "./wire.ts";

type Emulator = ReturnType<typeof emulation.createEmulator>;

const tell = (told: Told) => postMessage(told);
let began = performance.now();
let given: Given;
const emulators: Emulator[] = [];

const wire = (from: "client" | "emulator", { text, tone }: { text: string; tone: string }) =>
  tell({ kind: "wire", ms: Math.round(performance.now() - began), from, text, tone });

function createEmulator(options: emulation.EmulatorOptions): Emulator {
  const emulator = emulation.createEmulator({
    ...options,
    onRequest(record) {
      wire("emulator", describeRequest(record));
      options.onRequest?.(record);
    },
  });
  emulators.push(emulator);
  // There are no sockets here: what listens gets an address that only this worker knows.
  const listen = async () => {
    const host = `localhost:${4010 + addresses.size}`;
    addresses.set(host, emulator);
    return {
      url: `http://${host}`,
      port: 4010,
      sandboxDomain: host,
      fetch: emulator.fetch,
      close: async () => {},
    };
  };
  return { ...emulator, listen };
}

const addresses = new Map<string, Emulator>();

/** Requests go to the emulator that listens at their address, those to Leap0 to the standing one, and no others. */
const fetch: Emulator["fetch"] = async (input, init) => {
  const { host } = new URL(input instanceof Request ? input.url : input);
  const [, listening] = [...addresses].find(([address]) => host.endsWith(address)) ?? [];
  const [standing] = host.endsWith("leap0.dev") ? emulators : [];
  const emulator = listening ?? standing;
  if (!emulator) throw new TypeError(`fetch failed: nothing of this page reaches ${host}`);
  return emulator.fetch(input, init);
};

/** The client as it is, and its events beside what the sample asks of them. */
class Leap0Client extends client.Leap0Client {
  constructor(options: client.ClientOptions = {}) {
    super({
      ...options,
      onEvent(event) {
        const described = describeEvent(event);
        if (described) wire("client", described);
        options.onEvent?.(event);
      },
    });
  }
}

const env = {
  LEAP0_API_KEY: "test-key",
  SANDBOX_ID: "sbx-abc123",
  MOUNT_ID: "mnt-abc123",
  S3_ENDPOINT: "https://s3.example.com",
  S3_BUCKET: "project-assets",
  S3_ACCESS_KEY_ID: "AKIAEXAMPLE",
  S3_SECRET_ACCESS_KEY: "an-example-and-no-secret",
  R2_ACCOUNT_ID: "0123456789abcdef",
};

const modules: Readonly<Record<string, object>> = {
  "leap0-fetch": { ...client, Leap0Client },
  "leap0-fetch/emulator": { ...emulation, createEmulator },
  "leap0-fetch/redis": redis,
  "node:assert/strict": { default: assert, ...assert },
  "node:timers/promises": { setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) },
};

function standing(): Emulator {
  const endpoint = env.S3_ENDPOINT;
  const mount = {
    id: env.MOUNT_ID,
    bucket: env.S3_BUCKET,
    mount_path: "/data/reports",
    prefix: "reports/",
    endpoint,
  };
  return createEmulator({
    apiKey: env.LEAP0_API_KEY,
    ...(given.delayMs && { stateDelayMs: given.delayMs }),
    state: {
      version: 1,
      sandboxes: [{ id: env.SANDBOX_ID, state: given.state ?? "running", auto_pause: true, mounts: [mount] }],
    },
  });
}

/** Where an error came from, in the reader's own lines. */
function lineOf(error: unknown): number | undefined {
  const [first, last] = given.lines;
  const places = [...((error as Error | undefined)?.stack ?? "").matchAll(/blob:\S*?:(\d+):\d+/g)];
  const line = places.map(([, found]) => Number(found)).find((found) => found >= first && found <= last);
  return line && line - first + 1;
}

/** A value as text: strings as they are, errors by name and message, everything else as JSON that can be read. */
function inspect(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "function") return `[function ${value.name}]`;
  if (value instanceof Headers || value instanceof Map) return inspect(Object.fromEntries(value));
  return (
    JSON.stringify(value, (_, inner) => (inner instanceof Error ? inspect(inner) : inner), 2) ?? String(value)
  );
}

let quiet = true;
const log = (...values: unknown[]) => {
  if (!quiet) tell({ kind: "log", text: values.map(inspect).join(" ") });
};
for (const method of ["log", "info", "warn", "error", "debug", "table"] as const) console[method] = log;

let before = "";
function showSandboxes(): void {
  const sandboxes = emulators.flatMap((emulator) => emulator.export().sandboxes);
  const now = JSON.stringify(sandboxes.map(({ id, state, mounts }) => [id, state, mounts]));
  if (now !== before) tell({ kind: "sandboxes", sandboxes });
  before = now;
}
setInterval(showSandboxes, 100);

addEventListener("message", ({ data }) => {
  advance(Number(data));
  showSandboxes();
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  end(event.reason);
});

function end(error?: unknown): void {
  showSandboxes();
  const line = lineOf(error);
  tell({ kind: "end", ...(error !== undefined && { error: inspect(error) }), ...(line && { line }) });
}

Object.assign(globalThis, {
  // For the examples in comments, which import nothing.
  ...modules["leap0-fetch"],
  ...modules["leap0-fetch/emulator"],
  process: {
    env,
    argv: [],
    once() {},
    on() {},
    off() {},
    stdout: { write: (text: string) => log(text.trimEnd()) },
  },
  async leap0Import(name: string) {
    if (modules[name]) return modules[name];
    throw new Error(`"${name}" is not there in this page: only ${Object.keys(modules).join(", ")} are`);
  },
  /** The sample itself begins; what ran before it are the samples above, on which it builds. */
  leap0Begin() {
    quiet = false;
    began = performance.now();
    tell({ kind: "begin" });
    if (given.fault) emulators[0]?.inject(given.fault as emulation.Injection);
  },
  async leap0Run(what: Given, program: () => Promise<void>) {
    given = what;
    const emulator = standing();
    Object.assign(globalThis, { emulator, fetch });
    try {
      await program();
      end();
    } catch (error) {
      end(error);
    }
  },
});
