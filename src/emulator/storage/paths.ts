import type { ServedMount } from "./mount-source.ts";

/** A path as asked of the sandbox host. */
export interface AskedPath {
  /** Decoded; undefined for a segment that could mean another place and is therefore rejected. */
  readonly segments: readonly (string | undefined)[];
  /** Whether it ended with a slash. */
  readonly directory: boolean;
}

/** Reads a path that is still percent-encoded, without its query. */
export function readPath(path: string): AskedPath {
  const parts = (path.startsWith("/") ? path.slice(1) : path).split("/");
  const directory = parts.at(-1) === "";
  return { segments: (directory ? parts.slice(0, -1) : parts).map(decodeSegment), directory };
}

function decodeSegment(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part);
    return isPlainName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Segments of a path that is not encoded, such as a `mount_path`. Slashes at the ends and doubled ones count for nothing. */
function segmentsOf(path: string): string[] {
  return path.split("/").filter(Boolean);
}

/**
 * Whether a name can stand for one segment: not empty, no dot segment, no separator and no control character, neither
 * as it is nor after further decoding, which some layer between the caller and the storage might do.
 */
export function isPlainName(name: string): boolean {
  const decoded = decodedFully(name);
  return decoded !== "" && decoded !== "." && decoded !== ".." && !/[/\\\p{Cc}]/u.test(decoded);
}

/**
 * Decodes percent forms of ASCII until none is left, however deeply they are nested, in one pass: whenever what was
 * read so far ends in such a form, that is replaced, which may complete another one. A malformed rest hides nothing.
 */
function decodedFully(name: string): string {
  const read: string[] = [];
  for (const char of name) {
    read.push(char);
    while (read.length > 2 && /^%[0-7][0-9a-f]$/i.test(read.slice(-3).join(""))) {
      const [, high, low] = read.splice(-3);
      read.push(String.fromCharCode(Number.parseInt(`${high}${low}`, 16)));
    }
  }
  return read.join("");
}

/** The mount that covers a path, and what of the path is below it. */
export interface Covered<M> {
  readonly mount: M;
  readonly rest: readonly (string | undefined)[];
}

/** The longest `mount_path` wins, so that a mount inside another one hides what the outer one has there. */
export function coveringMount<M extends Pick<ServedMount, "mount_path">>(
  segments: readonly (string | undefined)[],
  mounts: readonly M[],
): Covered<M> | undefined {
  let best: Covered<M> | undefined;
  for (const mount of mounts) {
    const place = segmentsOf(mount.mount_path);
    if (!startsWith(segments, place)) continue;
    const rest = segments.slice(place.length);
    if (best === undefined || rest.length < best.rest.length) best = { mount, rest };
  }
  return best;
}

/** Names that mounts further down put into a directory. `hides`: the mount is at that name itself. */
export function mountsInside(
  directory: readonly string[],
  mounts: readonly Pick<ServedMount, "mount_path">[],
): { readonly name: string; readonly hides: boolean }[] {
  return mounts.flatMap(({ mount_path }) => {
    const place = segmentsOf(mount_path);
    const name = place[directory.length];
    // A fixture may have a mount at a place that no path reaches.
    if (name === undefined || !isPlainName(name) || !startsWith(place, directory)) return [];
    return [{ name, hides: place.length === directory.length + 1 }];
  });
}

function startsWith(segments: readonly (string | undefined)[], start: readonly string[]): boolean {
  return start.every((segment, at) => segments[at] === segment);
}
