import { type ListPage, list } from "../../storage/list.ts";
import type { Rejection } from "../../storage/rejection.ts";
import type { Source } from "../../storage/source.ts";
import { withTimeLimit } from "../../storage/time-limit.ts";
import type { ServedMount } from "./mount-source.ts";
import { isPlainName, mountsInside } from "./paths.ts";

/** What the storage has directly below a prefix. `truncated`: it has more than was read. */
export type Folder = Pick<ListPage, "objects" | "prefixes" | "truncated">;

/** Reads page after page until there are enough names; undefined when a response is not a listing. */
export function readFolder(
  source: Source,
  prefix: string,
  most: number,
  caller: AbortSignal,
): Promise<Folder | { readonly rejection: Rejection } | undefined> {
  return withTimeLimit(source.timeoutMs, caller, async (signal) => {
    const pages: ListPage[] = [];
    let names = 0;
    let next: string | undefined;
    do {
      const page = await list(source, { prefix, delimiter: "/", continuationToken: next }, signal);
      if (page === undefined || "rejection" in page) return page;
      pages.push(page);
      names += page.objects.length + page.prefixes.length;
      next = page.next;
    } while (next !== undefined && names < most);
    return {
      objects: pages.flatMap(({ objects }) => objects),
      prefixes: pages.flatMap(({ prefixes }) => prefixes),
      // Some services cut a listing off and give no token to go on with.
      truncated: pages.at(-1)?.truncated === true,
    };
  });
}

/**
 * The JSON that a request for a directory of a mount returns.
 *
 * @example
 * { "path": "/data/assets/",
 *   "entries": [
 *     { "name": "images", "type": "directory" },
 *     { "name": "readme.md", "type": "file", "size": 12, "last_modified": "2026-04-25T10:15:00.000Z" }
 *   ],
 *   "truncated": false }
 */
export interface DirectoryListing {
  /** Where in the sandbox, decoded, with a slash at the end. */
  readonly path: string;
  /** By name, in the order of its code units. Append an entry's name, percent-encoded, to the path to ask for it. */
  readonly entries: readonly DirectoryEntry[];
  /** Whether entries are missing because there are more than the emulator lists. */
  readonly truncated: boolean;
}

/** `size` in bytes; `last_modified` as the storage writes it, ISO 8601. */
export type DirectoryEntry =
  | { readonly name: string; readonly type: "directory" }
  | { readonly name: string; readonly type: "file"; readonly size: number; readonly last_modified: string };

/**
 * The listing of the directory at `place`, which shows what the storage has below `prefix`.
 * Names that no path can ask for, as `..` or an empty one between two slashes, are left out.
 */
export function directoryListing(
  folder: Folder,
  prefix: string,
  place: readonly string[],
  mounts: readonly ServedMount[],
  limit: number,
): DirectoryListing {
  const nameOf = (key: string) => (key.startsWith(prefix) ? key.slice(prefix.length) : "");
  const directories = folder.prefixes.map((key) => directory(nameOf(key.replace(/\/$/, ""))));
  const files = folder.objects.map(({ key, size, lastModified }) => {
    return { name: nameOf(key), type: "file", size, last_modified: lastModified } as const;
  });
  const stored = [...directories, ...files].filter(({ name }) => isPlainName(name));
  const entries = withMounts(stored, place, mounts).sort(
    (a, b) => compare(a.name, b.name) || compare(a.type, b.type),
  );
  return {
    path: `/${place.map((segment) => `${segment}/`).join("")}`,
    entries: entries.slice(0, limit),
    truncated: folder.truncated || entries.length > limit,
  };
}

/** A mount further down is a directory here, and hides what the storage has at just its place. */
function withMounts(
  stored: readonly DirectoryEntry[],
  place: readonly string[],
  mounts: readonly ServedMount[],
): DirectoryEntry[] {
  const inside = mountsInside(place, mounts);
  const hidden = new Set(inside.filter(({ hides }) => hides).map(({ name }) => name));
  const named = new Set(inside.map(({ name }) => name));
  const seen = stored.filter(
    ({ name, type }) => !hidden.has(name) && !(type === "directory" && named.has(name)),
  );
  return [...seen, ...[...named].map(directory)];
}

function directory(name: string): DirectoryEntry {
  return { name, type: "directory" };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
