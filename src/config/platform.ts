import { invalid } from "../errors/leap0-error.ts";
import { version } from "../generated/version.ts";

/** A web page, where anyone can read the key; not a worker and not a server. */
const isBrowser = (): boolean => "window" in globalThis && "document" in globalThis;

export function rejectBrowser(allowed: boolean | undefined): void {
  if (isBrowser() && !allowed)
    throw invalid(
      "option",
      "anyone who opens a web page can read its API key: use a server, or dangerouslyAllowBrowser",
    );
}

/** Who is calling, for the API's logs. Not from a page: a browser would first ask the API to permit these headers. */
export const identity = (): Readonly<Record<string, string>> =>
  isBrowser()
    ? {}
    : { "leap0-source": "leap0-fetch", "leap0-sdk-version": version, "user-agent": `leap0-fetch/${version}` };

/**
 * The cache of every `fetch`: none. One of a browser or of a framework would return the state that a sandbox had
 * yesterday. A runtime without this setting ignores it, or throws when it gets it.
 */
export const cacheMode = (): RequestInit["cache"] | undefined =>
  "cache" in Request.prototype ? "no-store" : undefined;
