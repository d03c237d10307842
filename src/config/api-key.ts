import { invalid } from "../errors/leap0-error.ts";

/**
 * An API key, or a function that returns one. The function is called before every attempt, so that a key can be
 * rotated; what it throws ends the call.
 */
export type ApiKey = string | (() => string | Promise<string>);

/** Returns the key for an attempt, checked. */
export type KeySource = () => string | Promise<string>;

/** A fixed key is checked now, and what a function returns each time. */
export function keySource(apiKey: ApiKey | undefined): KeySource {
  if (typeof apiKey === "function") return async () => checkApiKey(await apiKey());
  const key = checkApiKey(apiKey);
  return () => key;
}

/** A key that can stand in a header. The message does not repeat it. */
function checkApiKey(key: unknown): string {
  if (typeof key === "string" && /^[!-~]+$/.test(key)) return key;
  throw invalid("api-key", "no API key: set apiKey or LEAP0_API_KEY, visible ASCII without spaces");
}
