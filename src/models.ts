import type { components, operations } from "./generated/schema.ts";

type Schemas = components["schemas"];

/** A sandbox, as create, pause, stop and start answer it. */
export type Sandbox = Schemas["Sandbox"];
/** A sandbox, as reading it answers it: without its network policy. */
export type SandboxStatus = Schemas["SandboxStatus"];
/** What a new sandbox is made of. */
export type SandboxCreate = Schemas["SandboxCreate"];
/** One page of sandboxes, with the count of all. */
export type SandboxList = Schemas["SandboxList"];
/** A sandbox in a list: fewer fields than reading it gives. */
export type SandboxListItem = Schemas["SandboxListItem"];
/** The state of a sandbox. The API may add states; a value that is not listed here passes through. */
export type SandboxState = Schemas["SandboxState"];
/** How to filter, sort and page a list of sandboxes. */
export type SandboxListQuery = NonNullable<operations["listSandboxes"]["parameters"]["query"]>;
/** A mount, as the API answers it: never with its endpoint or credentials. */
export type Mount = Schemas["Mount"];
/** A bucket to attach. */
export type MountRequest = Schemas["MountRequest"];
/** What to change in a mount. */
export type MountUpdate = Schemas["MountUpdate"];
/** A network policy to give to a new sandbox. */
export type NetworkPolicyRequest = Schemas["NetworkPolicyRequest"];
/** The network policy of a sandbox. */
export type NetworkPolicy = Schemas["NetworkPolicy"];
