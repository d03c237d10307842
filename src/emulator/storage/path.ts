/** A path as asked of the invoke host. */
export interface AskedPath {
  /** Decoded; undefined for a segment that could mean another place and is therefore refused. */
  readonly segments: readonly (string | undefined)[];
  /** Whether it ended with a slash. */
  readonly directory: boolean;
}

/** Reads a path that is still percent-encoded, without its query. */
export function readPath(path: string): AskedPath {
  const parts = path.replace(/^\//, "").split("/");
  const directory = parts.at(-1) === "";
  return { segments: (directory ? parts.slice(0, -1) : parts).map(decodeSegment), directory };
}

/** Segments of a path that is not encoded, such as a `mount_path`. */
export function plainSegments(path: string): string[] {
  return path.split("/").filter(Boolean);
}

/**
 * Whether a name can stand for one segment: not empty, no dot segment, no separator and no control character, neither
 * as it is nor after further decoding, which some layer between the caller and the storage might do.
 */
export function isPlainName(name: string): boolean {
  const unfolded = unfold(name);
  return unfolded !== "" && unfolded !== "." && unfolded !== ".." && !/[/\\\p{Cc}]/u.test(unfolded);
}

function decodeSegment(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part);
    return isPlainName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Resolves nested encodings of the characters that matter, however deep. A malformed rest does not hide them. */
function unfold(name: string): string {
  let text = name;
  for (;;) {
    const next = text
      .replace(/%25/g, "%")
      .replace(/%(2e|2f|5c|[01][0-9a-f]|7f)/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    if (next === text) return text;
    text = next;
  }
}
