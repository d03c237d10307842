import type { Leap0Client, MountRequest, Sandbox } from "leap0-fetch";

/** No part of these may ever come back from the client. */
export const ACCESS_KEY_ID = "AKIACONFORMANCE00001";
export const SECRET_ACCESS_KEY = "hT9/conformance+SECRET/4b7e2d60c1f85a93=";

export const TEMPLATE = "system/debian:bookworm";

export const mountRequest = (more: Partial<MountRequest> = {}): MountRequest => ({
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  prefix: "reports/",
  access_key_id: ACCESS_KEY_ID,
  secret_access_key: SECRET_ACCESS_KEY,
  ...more,
});

export const createOne = (client: Leap0Client): Promise<Sandbox> =>
  client.sandboxes.create({ template_name: TEMPLATE });

/** Retries wait a random time; without it a run takes seconds less and always the same. */
export async function withoutJitter<T>(work: () => Promise<T>): Promise<T> {
  const { random } = Math;
  Math.random = () => 0;
  try {
    return await work();
  } finally {
    Math.random = random;
  }
}

/** How long something took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
