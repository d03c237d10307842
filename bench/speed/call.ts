// The call that every client makes: a POST with a bearer key, a JSON body, a time limit and a decoded response.

export const path = "/v1/sandbox/sbx-abc123/mounts";
export const apiKey = "key-for-the-bench";
export const timeoutMs = 30_000;

export const body = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  prefix: "models/",
  endpoint: "https://s3.eu-central-1.amazonaws.com",
} as const;

const mount = {
  id: "mnt-abc123",
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  prefix: "models/",
  read_only: true,
};

/** What the API returns. */
export const returned: { readonly text: string; readonly init: ResponseInit } = {
  text: JSON.stringify(mount),
  init: { status: 201, headers: { "content-type": "application/json" } },
};

/** What the others are compared with: `fetch` as one would write it by hand. */
export const baseline = "raw fetch";
export const ours = "leap0-fetch";
export const openapiFetch = "openapi-fetch";
export const clientNames = [
  baseline,
  ours,
  `${ours}, client.api`,
  openapiFetch,
  "ky",
  "openai core",
  "e2b core",
] as const;
export type ClientName = (typeof clientNames)[number];
