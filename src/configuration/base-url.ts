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
  if (!/^[a-z\d][a-z\d.-]*(:\d+)?$/i.test(domain))
    throw new InvalidRequestError(`sandboxDomain must be a host name such as "${facts.sandboxDomain}"`);
  return domain;
}

/** The URL of one sandbox's invoke host, its id a label in front of the domain. */
export function invokeUrl(sandboxID: string, domain: string): string {
  if (!/^[a-z\d-]+$/i.test(sandboxID))
    throw new InvalidRequestError(`sandboxID must be letters, digits and hyphens to be part of a host name`);
  return `http${isLoopback(domain.replace(/:\d+$/, "")) ? "" : "s"}://${sandboxID}.${domain}/`;
}
