import { sandboxStates } from "./generated/facts.ts";
import type { components, operations } from "./generated/schema.ts";

/**
 * The states that this version knows, for command lines and forms.
 *
 * @example
 * ```ts
 * console.log(`--state must be one of ${sandboxStates.join(", ")}`);
 * ```
 */
export { sandboxStates } from "./generated/facts.ts";

type Schemas = components["schemas"];

/** A sandbox, as create, pause, stop and start return it. */
export type Sandbox = Schemas["Sandbox"];
/** A sandbox, as `get` returns it: without its network policy. */
export type SandboxStatus = Schemas["SandboxStatus"];
/** The settings of a new sandbox. */
export type SandboxCreate = Schemas["SandboxCreate"];
/** One page of sandboxes, with the number of all. */
export type SandboxList = Schemas["SandboxList"];
/** A sandbox in a list: with fewer fields than `get` returns. */
export type SandboxListItem = Schemas["SandboxListItem"];
/** The state of a sandbox, as the API returns it. The API may add states: one that is not listed here passes through. */
export type SandboxState = Schemas["SandboxState"];
/** A state that this version knows: what one can wait for. */
export type KnownSandboxState = (typeof sandboxStates)[number];
/**
 * Whether a value is a state that this version knows.
 *
 * @example
 * ```ts
 * const state: string = "paused"; // from a command line
 * if (isSandboxState(state)) await client.sandboxes.waitFor("sbx-abc123", state);
 * ```
 */
export const isSandboxState = (value: unknown): value is KnownSandboxState =>
  sandboxStates.includes(value as KnownSandboxState);
/** How to filter, sort and page a list of sandboxes. */
export type SandboxListQuery = { [Name in keyof Query]: Query[Name] | undefined };
type Query = NonNullable<operations["listSandboxes"]["parameters"]["query"]>;
/** A mount, as the API returns it: never with its endpoint or credentials. */
export type Mount = Schemas["Mount"];
/** A bucket to attach. */
export type MountRequest = Schemas["MountRequest"];
/** What to change in a mount. */
export type MountUpdate = Schemas["MountUpdate"];
/** The network policy of a new sandbox. */
export type NetworkPolicyRequest = Schemas["NetworkPolicyRequest"];
/** The network policy of a sandbox, as the API returns it. */
export type NetworkPolicy = Schemas["NetworkPolicy"];
