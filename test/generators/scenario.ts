import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createEmulator } from "../../src/emulator/index.ts";
import type { components, operations } from "../../src/generated/schema.ts";
import { listening } from "../../tools/loopback.ts";
import { mountRequest } from "../support/fixtures.ts";

type Schemas = components["schemas"];

/** The calls of the scenario, made by a generated client. They take and return the types of `src/generated/schema.ts`. */
export interface Calls {
  create(body: Schemas["SandboxCreate"]): Promise<Schemas["Sandbox"]>;
  get(sandboxID: string): Promise<Schemas["SandboxStatus"]>;
  list(
    query: NonNullable<operations["listSandboxes"]["parameters"]["query"]>,
  ): Promise<Schemas["SandboxList"]>;
  pause(sandboxID: string): Promise<Schemas["Sandbox"]>;
  delete(sandboxID: string): Promise<unknown>;
  addMount(sandboxID: string, body: Schemas["MountRequest"]): Promise<Schemas["Mount"]>;
  updateMount(sandboxID: string, mountID: string, body: Schemas["MountUpdate"]): Promise<Schemas["Mount"]>;
  deleteMount(sandboxID: string, mountID: string): Promise<unknown>;
}

export interface Server {
  readonly url: string;
  readonly apiKey: string;
}

export interface ServerOptions {
  /** A paused sandbox is read in a state that nobody knows yet: by default. */
  readonly later?: boolean;
}

/** One code generator: how it is run, and the client that it makes. */
export interface Tool {
  /** Its package, for the version. */
  readonly package: string;
  /** As one would type it, in `test/generators`. The description is `out/openapi.json`, the output below `out/`. */
  readonly command: string;
  /** The tool's own configuration, by path below `out/`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly calls: (server: Server) => Promise<Calls>;
  /** Gives a new mount to the tool's own validation, which throws. Left out for a tool that does not validate. */
  readonly validate?: (mount: unknown) => Promise<unknown>;
  /** Compilers of other languages for what it generates as well. One that this machine does not have is left out. */
  readonly compilers?: readonly string[];
  /** What the tool gets wrong by itself, for the guide. */
  readonly faults: readonly string[];
}

/** The data of a response, or its failure. */
export function ok<Data>({ data, error }: { data?: Data | undefined; error?: unknown }): Data {
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return data as Data;
}

/** The state that the server shows for a paused sandbox: one that the description does not list. */
export const UNKNOWN_STATE = "hibernating";

export const mount = mountRequest();

/** One sandbox through its life, by a client that a tool generated. */
export async function scenario(calls: Calls): Promise<void> {
  const { id, state } = await calls.create({ template_name: "system/debian:bookworm", auto_pause: true });
  assert.equal(state, "running");

  const added = await calls.addMount(id, mount);
  assert.equal(added.prefix, mount.prefix);
  const updated = await calls.updateMount(id, added.id, { prefix: "" });
  assert.equal(updated.prefix ?? "", "");

  await calls.create({ template_name: "system/debian:bookworm" });
  const page = await calls.list({ "page-size": 1, state: "running" });
  assert.deepEqual([page.items.length, page.total_items], [1, 2]);

  assert.equal((await calls.pause(id)).id, id);
  assert.equal((await calls.get(id)).state, UNKNOWN_STATE);
  await calls.deleteMount(id, added.id);
  await calls.delete(id);
  await assert.rejects(async () => calls.get(id), "reading a deleted sandbox has to fail");
}

/** The emulator over HTTP, as a later version of the API. */
export async function startServer({
  later = true,
}: ServerOptions = {}): Promise<Server & { targets: readonly string[]; close(): void }> {
  const apiKey = "placeholder-api-key";
  const emulator = createEmulator({ apiKey });
  const targets: string[] = [];
  const server = createServer(async (request, response) => {
    targets.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const returned = await emulator.fetch(`http://${request.headers.host}${request.url}`, {
      method: request.method ?? "GET",
      headers: request.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const text = await returned.text();
    const isRead = later && request.method === "GET" && request.url?.startsWith("/v1/sandbox/");
    response.writeHead(returned.status, Object.fromEntries(returned.headers));
    response.end(isRead ? text.replace('"state":"paused"', `"state":"${UNKNOWN_STATE}"`) : text);
  });
  const { url, close } = await listening(server);
  return { url, apiKey, targets, close };
}
