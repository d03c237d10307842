import { createHash } from "node:crypto";
import { type Leap0Client, NotFoundError } from "leap0-fetch";
import { type Options, UsageError } from "./options.ts";

/** What is done for one sandbox. Each can be done twice without harm, since a run may end in the middle of one. */
export type Task = (id: string, signal: AbortSignal) => Promise<unknown>;

export function taskOf(options: Options, client: Leap0Client): Task {
  switch (options.command) {
    case "attach":
      // A call that was cut off may have taken effect: `ensure` reads what is there, and adds nothing twice.
      return (id, signal) => client.mounts.ensure(id, options.mount, { signal });
    case "rotate":
      return async (id, signal) => {
        const { bucket, at, credentials } = options;
        const mounts = await client.mounts.list(id, { signal });
        const ours = mounts.filter((mount) => mount.bucket === bucket && (!at || mount.mount_path === at));
        for (const mount of ours) await client.mounts.update(id, mount.id, credentials, { signal });
      };
    case "orphans":
      return (id, signal) =>
        client.sandboxes.delete(id, { signal }).catch((error) => {
          if (!(error instanceof NotFoundError)) throw error;
        });
    default:
      throw new UsageError("nothing to do");
  }
}

/** What a journal is about. No credentials: of new ones, so much of a hash that two sets are told apart. */
export function aboutOf(options: Options): string {
  switch (options.command) {
    case "attach": {
      const { endpoint, bucket, prefix = "", mount_path, read_only } = options.mount;
      return `${endpoint} ${bucket}/${prefix} at ${mount_path}${read_only ? "" : ", to write"}`;
    }
    case "rotate": {
      const { bucket, at, credentials } = options;
      const hash = createHash("sha256").update(JSON.stringify(credentials)).digest("hex").slice(0, 8);
      return `credentials ${hash} for ${bucket}${at ? ` at ${at}` : ""}`;
    }
    default:
      return `sandboxes deleted`;
  }
}
