import { invalid } from "../errors/leap0-error.ts";
import * as facts from "../generated/facts.ts";
import { operations } from "../generated/operations.ts";

// No message repeats what it rejects: a URL may carry a password.

/** The base URL without its trailing slashes: https, or http to an address that is certainly this machine. */
export function checkBaseUrl(baseUrl: string): string {
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl))
    throw invalid("option", `baseUrl must be a URL with its scheme, such as ${facts.baseUrl}`);
  const url = new URL(baseUrl);
  // A name below `localhost` may resolve to another machine.
  if (url.protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
    throw invalid("option", "baseUrl must be https, or http to localhost, 127.0.0.0/8 or [::1]");
  if (url.username || url.password || /[?#]/.test(baseUrl))
    throw invalid("option", "baseUrl must have no user name, password, query or fragment");
  const base = withoutEndSlashes(url.href);
  const version = operations.listSandboxes.path.slice(0, 3);
  if (base.toLowerCase().endsWith(version)) throw invalid("option", `baseUrl must not end in ${version}`);
  return base;
}

/**
 * A host name below which a sandbox's label can stand, with or without a port. Where none is given, it follows from the
 * base URL: the API's own, or an emulator's on this machine. Any other API needs one that is named, or the key would go
 * to a domain that nobody chose.
 */
export function checkSandboxDomain(domain: string | undefined, baseUrl: string): string | undefined {
  if (domain === undefined) {
    if (baseUrl === facts.baseUrl) return facts.sandboxDomain;
    const { protocol, port } = new URL(baseUrl);
    return protocol === "http:" ? `localhost:${port || 80}` : undefined;
  }
  const labels = domain.replace(/:\d+$/, "").split(".");
  // The platform's parser rejects an IP address with a label in front, and a port out of range.
  if (
    !labels.every((label) => /^[a-z\d]([a-z\d-]*[a-z\d])?$/i.test(label)) ||
    !URL.canParse(`https://a.${domain}`)
  )
    throw invalid("option", `sandboxDomain must be a host name`);
  return domain;
}

/** Where a sandbox's own host is reached, and the headers that this takes. */
export interface SandboxHost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The sandbox host: the id is a label in front of the domain. On this machine it is reached as `localhost`, with the
 * host in a header as a proxy would pass it on: not every system resolves names below `localhost`, and one that does
 * may lead the key elsewhere.
 */
export function sandboxHost(sandboxID: string, domain: string | undefined, baseUrl: string): SandboxHost {
  if (!domain) throw invalid("option", "resume needs a sandboxDomain for this baseUrl");
  if (!/^[a-z\d-]+$/i.test(sandboxID)) throw invalid("id", "sandboxID must be letters, digits and hyphens");
  const url = `${facts.sandboxHostUrl(sandboxID, domain)}/`;
  const { host, port, hostname } = new URL(url);
  if (!hostname.endsWith(".localhost")) return { url, headers: {} };
  // The base URL's own address, where it is the same server.
  const base = new URL(baseUrl);
  const local = base.protocol === "http:" && base.port === port ? base.host : `localhost:${port}`;
  return { url: `http://${local}/`, headers: { "x-forwarded-host": host } };
}

/** Not by a regular expression: `/\/+$/` takes quadratic time on many slashes that something else follows. */
export function withoutEndSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
}
