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

/** What many samples of one quantity come to: the middle, and where the middle half of them lies. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Each sample against the baseline's of the same round, so that a slow moment of the machine is in both. */
export const ratios = (samples: readonly number[], baseline: readonly number[]): number[] =>
  samples.map((sample, round) => sample / (baseline[round] ?? Number.NaN));
