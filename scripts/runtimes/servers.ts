import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { API_KEY, type Received, type Servers } from "../../test/conformance/stage.ts";
import { freePort, listening } from "../../tools/loopback.ts";

export interface Serving {
  readonly servers: Servers;
  readonly emulator: Emulator;
  close(): Promise<void>;
}

const CONTROL_KEY = "conformance-control";

type Emulator = import("leap0-fetch/emulator").Emulator;
type CreateEmulator = typeof import("leap0-fetch/emulator").createEmulator;

/** What a run needs on this machine. The emulator is that of the installed package, like everything under test. */
export async function serve(folder: string): Promise<Serving> {
  const entry = pathToFileURL(join(folder, "node_modules/leap0-fetch/dist/emulator/index.js")).href;
  const { createEmulator } = (await import(entry)) as { createEmulator: CreateEmulator };
  return serveWith(createEmulator);
}

export async function serveWith(createEmulator: CreateEmulator): Promise<Serving> {
  // One emulator serves a whole run, which sends more in a minute than an organization may.
  const emulator = createEmulator({
    apiKey: API_KEY,
    controlKey: CONTROL_KEY,
    limits: { requests: Number.POSITIVE_INFINITY },
  });
  const { url, sandboxDomain, close } = await emulator.listen({ cors: true });
  const mirror = await startMirror();
  return {
    emulator,
    servers: {
      api: { url, control: url, sandboxDomain, controlKey: CONTROL_KEY },
      mirror: mirror.url,
      closed: `http://127.0.0.1:${await freePort()}`,
    },
    async close() {
      await close();
      await mirror.close();
    },
  };
}

/** Returns a sandbox for everything, keeps what it was sent, and shows that at `/__mirror`. */
async function startMirror() {
  let received: Received[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = "", url: target = "" } = incoming;
    const headers = incoming.headers as Record<string, string>;
    const body = await text(incoming);
    const shown = target === "/__mirror" ? received : { id: "elsewhere", state: "running" };
    if (target === "/__mirror" && method === "DELETE") received = [];
    else if (target !== "/__mirror" && method !== "OPTIONS") received.push({ method, target, headers, body });
    outgoing.writeHead(200, {
      "content-type": "application/json",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, PATCH, DELETE",
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "",
    });
    outgoing.end(JSON.stringify(shown));
  });
  return listening(server);
}
