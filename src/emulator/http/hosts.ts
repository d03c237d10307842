/**
 * Recognises a sandbox host: `<label>.<domain>`, with or without a port, for any of the domains. The label is a sandbox's
 * id, or an id with a port behind a hyphen.
 */
export function createHostReader(domains: readonly string[]): (host: string) => string | undefined {
  const suffixes = domains.map((domain) => `.${withoutPort(domain.toLowerCase())}`);
  return (host) => {
    const name = withoutPort(host);
    const suffix = suffixes.find((candidate) => name.endsWith(candidate));
    const label = suffix && name.slice(0, -suffix.length);
    return label && !label.includes(".") ? label : undefined;
  };
}

/**
 * Whether a request may come in under the name in its `Host` header: an IP address, `localhost`, or one of the names and
 * what is below it. A page can let its own name lead to this machine, and would then reach the emulator as its own server.
 */
export function createHostCheck(names: readonly string[]): (host: string) => boolean {
  const known = ["localhost", ...names].map((name) => withoutPort(name.toLowerCase()));
  return (host) => {
    const name = withoutPort(host.toLowerCase());
    // HTTP/1.0 has no such header, and no page sends a request without it.
    if (name === "" || name.startsWith("[") || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return true;
    return known.some((entry) => name === entry || name.endsWith(`.${entry}`));
  };
}

/** The first of a list: each proxy on the way adds the host that it was asked for. */
export function firstHost(list: string): string {
  const end = list.indexOf(",");
  return (end === -1 ? list : list.slice(0, end)).trim().toLowerCase();
}

/** The address that a client can call for the one that is listened on: "every address" is not one. */
export function callableHost(host: string): string {
  if (host === "" || host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, "");
}
