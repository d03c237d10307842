import { InvalidRequestError } from "../errors/leap0-error.ts";
import { version } from "../generated/version.ts";

/** A page, not a worker and not a server: what runs there, and its key, is open to whoever looks. */
const isBrowser = (): boolean => "window" in globalThis && "document" in globalThis;

export function refuseBrowser(allowed: boolean | undefined): void {
  if (isBrowser() && !allowed)
    throw new InvalidRequestError(
      "an API key in a web page can be read by everyone who opens it: call Leap0 from a server, or set dangerouslyAllowBrowser: true",
    );
}

/** Who is calling, for the API's logs. Not from a page: there it takes a permission from the API. */
export const identity = (): Readonly<Record<string, string>> =>
  isBrowser()
    ? {}
    : { "leap0-source": "leap0-fetch", "leap0-sdk-version": version, "user-agent": `leap0-fetch/${version}` };

/** What every `fetch` is told beside the request. A page's cache would answer reads with yesterday's state. */
export const fetchSettings = (): Pick<RequestInit, "redirect" | "cache"> => ({
  redirect: "manual",
  ...(isBrowser() && { cache: "no-store" }),
});
