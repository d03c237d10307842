import { type ClientOptions, Leap0Client, type Sandbox } from "leap0-fetch";
import { createEmulator, type Injection, type RequestRecord } from "leap0-fetch/emulator";

export const API_KEY = "lk-conformance-5d1c9a7be0f24836";

/** What runs the suite. */
export interface Runtime {
  readonly name: string;
  readonly kind: "node" | "bun" | "deno" | "workerd" | "browser";
  /** Whether the package was bundled with the suite, so that no file of it is there to be resolved. */
  readonly bundled: boolean;
}

/** Servers that the program which starts a runtime has made ready on this machine. */
export interface Servers {
  /** An emulator. `control` is where it is controlled, in case something stands between it and the client. */
  readonly api: {
    readonly url: string;
    readonly control: string;
    readonly sandboxDomain: string;
    readonly controlKey: string;
  };
  /** Another origin, which tells what it was sent. See {@link Received}. */
  readonly mirror: string;
  /** An address where nobody listens. */
  readonly closed: string;
}

/** A request as it arrived at another origin. */
export interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a case works with: an emulator without sandboxes, and a client factory. */
export interface Stage {
  readonly runtime: Runtime;
  readonly wire: Wire;
  readonly servers: Servers;
  client(options?: ClientOptions): Leap0Client;
  inject(injection: Injection): Promise<void>;
  /** What the emulator was asked so far. */
  requests(): Promise<readonly RequestRecord[]>;
  /** An origin that no key and no credential may reach. */
  readonly elsewhere: { readonly url: string; received(): Promise<readonly Received[]> };
}

/** One thing that has to hold on every platform. */
export interface Case {
  readonly name: string;
  /** Where the case has a meaning. Default: everywhere, over both wires. */
  readonly on?: ((where: Where) => boolean) | undefined;
  run(stage: Stage): Promise<void>;
}

export interface Where {
  readonly runtime: Runtime;
  readonly wire: Wire;
}

/** How the client reaches the emulator: through its `fetch` option, or through the platform's own and a socket. */
export const wires = ["in process", "http"] as const;
export type Wire = (typeof wires)[number];

export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Says where a case has a meaning. */
export const overHttp = ({ wire }: Where): boolean => wire === "http";
export const inProcess = ({ wire }: Where): boolean => wire === "in process";

export async function setStage(runtime: Runtime, wire: Wire, servers: Servers): Promise<Stage> {
  const { options, ...made } = wire === "http" ? await throughSockets(servers) : withoutSockets();
  // The key stays on this machine, so a page may have it.
  const own = { apiKey: API_KEY, dangerouslyAllowBrowser: true, ...options };
  return { ...made, runtime, wire, servers, client: (options) => new Leap0Client({ ...own, ...options }) };
}

type Made = Pick<Stage, "inject" | "requests" | "elsewhere"> & { readonly options: ClientOptions };

function withoutSockets(): Made {
  const emulator = createEmulator({ apiKey: API_KEY });
  const received: Received[] = [];
  const url = "https://elsewhere.example";
  const fetch = async (target: string, init: RequestInit) => {
    if (!target.startsWith(url)) return emulator.fetch(target, init);
    const headers = Object.fromEntries(new Headers(init.headers));
    received.push({ method: init.method ?? "GET", target, headers, body: String(init.body ?? "") });
    return Response.json({ id: "elsewhere", state: "running" });
  };
  return {
    options: { fetch },
    inject: async (injection) => void emulator.inject(injection),
    requests: async () => emulator.requests(),
    elsewhere: { url, received: async () => received },
  };
}

/** No `fetch` option: the client has to find the platform's own, and call it the way the platform wants. */
async function throughSockets({ api, mirror }: Servers): Promise<Made> {
  const control = async (method: string, what: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${api.control}/__emulator/${what}`, {
      method,
      headers: { authorization: `Bearer ${api.controlKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${what}: ${response.status} ${await response.text()}`);
    return response;
  };
  for (const what of ["faults", "state", "requests"]) await control("DELETE", what);
  await fetch(`${mirror}/__mirror`, { method: "DELETE" });
  return {
    options: { baseUrl: api.url, sandboxDomain: api.sandboxDomain },
    inject: async (injection) => void (await control("POST", "faults", injection)),
    async requests() {
      const { requests } = (await (await control("GET", "requests")).json()) as { requests: RequestRecord[] };
      // A control request is recorded once it has been responded to, so those before this one are among them.
      return requests.filter(({ operation }) => operation !== "control");
    },
    elsewhere: { url: mirror, received: async () => (await fetch(`${mirror}/__mirror`)).json() },
  };
}

export const createOne = (client: Leap0Client): Promise<Sandbox> =>
  client.sandboxes.create({ template_name: "system/debian:bookworm" });
