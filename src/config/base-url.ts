import { InvalidRequestError } from "../errors/leap0-error.ts";
import * as facts from "../generated/facts.ts";

// No message here repeats what it refuses: a URL may carry a password.

const isLoopback = (host: string): boolean => /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(host);

/** The base URL without its trailing slash: https, or http to this machine only. */
export function checkBaseUrl(baseUrl: unknown): string {
  let url: URL;
  try {
    url = new URL(baseUrl as string);
  } catch {
    throw new InvalidRequestError(`baseUrl must be a URL such as "${facts.baseUrl}"`);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    throw new InvalidRequestError(
      "baseUrl must be https (http to a loopback address only): it receives the API key",
    );
  if (url.username || url.password || /[?#]/.test(String(baseUrl)))
    throw new InvalidRequestError("baseUrl must have no user name, password, query or fragment");
  return url.href.replace(/\/+$/, "");
}

/** A host name, with a port where one is needed, and nothing that could take the key elsewhere. */
export function checkSandboxDomain(domain: string): string {
  if (typeof domain !== "string" || !/^[a-z\d][a-z\d.-]*(:\d+)?$/i.test(domain))
    throw new InvalidRequestError(`sandboxDomain must be a host name such as "${facts.sandboxDomain}"`);
  return domain;
}

/** Where a sandbox's own host is. */
export interface InvokeAddress {
  /** Its URL: the id is a label in front of the domain. */
  readonly url: string;
  /** On this machine: the same by a name that always resolves, with the host as a proxy would pass it on. */
  readonly local?: { readonly url: string; readonly forwardedHost: string };
}

export function invokeAddress(sandboxID: string, domain: string): InvokeAddress {
  if (!/^[a-z\d-]+$/i.test(sandboxID))
    throw new InvalidRequestError(
      "sandboxID must be letters, digits and hyphens: it becomes part of a host name",
    );
  const url = `${facts.invokeUrl.replace("{sandboxID}", sandboxID).replace("{sandboxDomain}", domain)}/`;
  if (!isLoopback(domain.replace(/:\d+$/, ""))) return { url };
  const forwardedHost = new URL(url).host;
  return { url: url.replace("https", "http"), local: { url: `http://${domain}/`, forwardedHost } };
}
