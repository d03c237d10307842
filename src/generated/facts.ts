// Generated from spec/ by `npm run generate`. Edit the description, not this file.

/** The API's own origin. */
export const baseUrl = "https://api.leap0.dev";

/** Each sandbox has a host below this domain. */
export const sandboxDomain = "sandbox.leap0.dev";

/** The sandbox host's URL. */
export const sandboxHostUrl = (sandboxID: string, sandboxDomain: string): string =>
  `https://${sandboxID}.${sandboxDomain}`;

/** What the API allows an organization to send. */
export const rateLimit = { requests: 1000, perMs: 60000 } as const;

/** The longest body of a request or a response. */
export const maxBodyBytes = 10485760 as const;

/** The headers that can carry the key; any one of them suffices. */
export const authHeaders = ["authorization", "leap0-authorization"] as const;

/** The states that the description knows. */
export const sandboxStates = [
  "starting",
  "running",
  "snapshotting",
  "paused",
  "unpausing",
  "stopping",
  "stopped",
  "deleting",
  "deleted",
] as const;

/** States that no other state but these can follow. */
export const finalStates = ["deleting", "deleted"] as const;

/** What a field of a mount that is left out counts as. */
export const mountDefaults = { read_only: true } as const;

/** The state that a request to the sandbox host ends. */
export const wakeFrom = "paused";

/** The state while it wakes. */
export const wakeThrough = "unpausing";

/** The state that waking reaches. */
export const wakeTo = "running";

/** The query parameters of a list of sandboxes. */
export const listParameters = ["state", "sort", "order-by", "page", "page-size"] as const;

/** How many sandboxes a page holds by default. */
export const pageSize = 20 as const;
