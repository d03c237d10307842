/**
 * The base URL that a mount's endpoint means, without a slash at the end; undefined when no request can be built on it:
 * another scheme, a query, a fragment, or credentials inside.
 */
export function readEndpoint(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(endpoint);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  if (search !== "" || hash !== "" || username !== "" || password !== "") return undefined;
  return origin + withoutSlashesAtEnd(pathname);
}

/** Whether the URL looks like that of the bucket itself: the bucket is the first label of its host or ends its path. */
export function namesBucket(base: string, bucket: string): boolean {
  const { hostname, pathname } = new URL(base);
  return hostname.startsWith(`${bucket.toLowerCase()}.`) || pathname.endsWith(`/${bucket}`);
}

/** A loop, since `/\/+$/` takes quadratic time on a path of many slashes. */
function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}
