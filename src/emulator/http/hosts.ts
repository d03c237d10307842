/**
 * Recognises an invoke host: `<label>.<domain>`, with or without a port, for any of the domains. The label is a sandbox's
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

/** An id may itself end in digits, so the whole label comes first. */
export function idsOf(label: string): string[] {
  const port = /^(.+)-(\d{1,5})$/.exec(label);
  return port?.[1] === undefined ? [label] : [label, port[1]];
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, "");
}
