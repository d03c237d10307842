import type { ServedMount } from "./mount-source.ts";

/**
 * Reads a path that is still percent-encoded, without its query. A segment that could mean another place, and is
 * therefore rejected, is undefined. `directory`: it ended with a slash.
 */
export function readPath(path: string): { segments: readonly (string | undefined)[]; directory: boolean } {
  const parts = path.replace(/^\//, "").split("/");
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

/**
 * The mount that covers a path, and what of the path is below it. The longest `mount_path` wins, so that a mount inside
 * another one hides what the outer one has there.
 */
export function coveringMount(segments: readonly (string | undefined)[], mounts: readonly ServedMount[]) {
  const [longest] = mounts
    .map((mount) => ({ mount, place: segmentsOf(mount.mount_path) }))
    .filter(({ place }) => startsWith(segments, place))
    .sort((a, b) => b.place.length - a.place.length);
  return longest && { mount: longest.mount, rest: segments.slice(longest.place.length) };
}

/** Names that mounts further down put into a directory. `hides`: the mount is at that name itself. */
export function mountsInside(
  directory: readonly string[],
  mounts: readonly ServedMount[],
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
