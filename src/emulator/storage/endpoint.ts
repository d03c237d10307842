/**
 * The base URL that a mount's endpoint means, without a trailing slash; undefined when it is not one that requests can
 * be built on: another scheme, a query, a fragment, or credentials inside.
 */
export function readEndpoint(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(endpoint);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  if (search !== "" || hash !== "" || username !== "" || password !== "") return undefined;
  return origin + pathname.replace(/\/+$/, "");
}

/** Whether the emulator's owner lets mounts use this base URL. */
export function isAllowed(base: string, allowed: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  return allowed.some((entry) => {
    const admitted = readEndpoint(entry);
    return admitted !== undefined && (base === admitted || base.startsWith(`${admitted}/`));
  });
}

/**
 * Throws for an entry of `allowedEndpoints` that could never match, so that a typing error shows when the emulator is
 * made and not as a refused mount.
 */
export function checkAllowedEndpoints(allowed: readonly string[]): void {
  const wrong = allowed.findIndex((entry) => readEndpoint(entry) === undefined);
  if (wrong >= 0) {
    throw new TypeError(
      `allowedEndpoints[${wrong}] must be an http or https URL without credentials, query or fragment`,
    );
  }
}

/** Whether the URL looks like that of the bucket itself: the bucket is the first label of its host or ends its path. */
export function namesBucket(base: string, bucket: string): boolean {
  const { hostname, pathname } = new URL(base);
  return hostname.startsWith(`${bucket.toLowerCase()}.`) || pathname.endsWith(`/${bucket}`);
}
