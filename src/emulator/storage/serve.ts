import { directoryListing, readFolder } from "./directory.ts";
import { readMountSource, type ServedMount, type StorageOptions } from "./mount-source.ts";
import { serveObject } from "./object.ts";
import { coveringMount, readPath } from "./paths.ts";
import { failure, failureOf, json } from "./responses.ts";

/**
 * The response to a request for a path of the sandbox, from the mount that covers it; undefined when none does.
 *
 * An object is streamed with its type, length, tag and date; `Range` works. A path that ends with a slash, or where
 * there is no object but a folder, returns a {@link DirectoryListing} as JSON. Everything else is `{message}`: 400 for a
 * path that could mean another place, 403, 404, 405 for all but GET and HEAD, 416, and 502 when the storage fails. The
 * storage gets the path and the range of the request and nothing else of it; of the storage's responses only files and
 * names are passed on.
 *
 * @param path As it arrived, still percent-encoded, without the query.
 * @throws the reason of the request's signal when the caller has left
 */
export async function serveMounted(
  request: Request,
  path: string,
  mounts: readonly ServedMount[],
  options: StorageOptions = {},
): Promise<Response | undefined> {
  const { method } = request;
  const { segments, directory } = readPath(path);
  const covered = coveringMount(segments, mounts);
  if (covered === undefined) return undefined;
  if (method !== "GET" && method !== "HEAD") return failure(method, 405, { allow: "GET, HEAD" });
  if (!segments.every((segment) => segment !== undefined)) return failure(method, 400);
  const source = readMountSource(covered.mount, options);
  if ("code" in source) return failure(method, 502);

  const key = source.prefix + covered.rest.join("/");
  const atRoot = covered.rest.length === 0;
  const { maxEntries = 10_000 } = options;
  try {
    const object = directory || atRoot ? undefined : await serveObject(request, source, key);
    if (object !== undefined) return object;
    const prefix = atRoot ? source.prefix : `${key}/`;
    const folder = await readFolder(source, prefix, maxEntries, request.signal);
    if (folder === undefined) return failure(method, 502);
    if ("rejection" in folder) return failureOf(method, folder.rejection);
    const listing = directoryListing(folder, prefix, segments, mounts, maxEntries);
    // An object whose key ends with a slash makes a folder that exists and has nothing in it.
    const exists = atRoot || listing.entries.length + folder.objects.length + folder.prefixes.length > 0;
    return exists ? json(method, 200, listing) : failure(method, 404);
  } catch {
    request.signal.throwIfAborted();
    // What the platform says about a failed request may quote it, signature and all.
    return failure(method, 502);
  }
}
