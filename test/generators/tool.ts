import type { components, operations } from "../../src/generated/schema.ts";

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
