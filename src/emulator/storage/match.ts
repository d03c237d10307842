import { plainSegments } from "./path.ts";
import type { ServedMount } from "./types.ts";

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
    const place = plainSegments(mount.mount_path);
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
    const place = plainSegments(mount_path);
    const name = place[directory.length];
    if (name === undefined || !startsWith(place, directory)) return [];
    return [{ name, hides: place.length === directory.length + 1 }];
  });
}

function startsWith(segments: readonly (string | undefined)[], start: readonly string[]): boolean {
  return start.every((segment, at) => segments[at] === segment);
}
