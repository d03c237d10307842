import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Leap0Client, NotFoundError, type SandboxListItem } from "leap0-fetch";

export const HELP = `many-sandboxes COMMAND [--journal FILE] [--workers NUMBER]

  attach --endpoint URL --bucket NAME --at PATH [--prefix FOLDER/] [--write]
      Mounts the bucket in every running sandbox.
  rotate --bucket NAME [--at PATH]
      Gives the mounts of the bucket new credentials, in every running sandbox.
  orphans --keep FILE [--older-than MINUTES] [--delete]
      Lists the sandboxes that FILE does not name, an id a line, and that are
      older than an hour. Deletes them with --delete.

LEAP0_API_KEY has the API key; S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY have
the credentials of the storage. Ids of sandboxes that are done go to the
journal (COMMAND.txt): the same command again leaves them out. Several workers
share one rate limit with REDIS_URL, and divide it without.`;

export class UsageError extends Error {}

export interface Command {
  readonly name: string;
  /** Whether something is to be done for this sandbox. */
  readonly wants: (sandbox: SandboxListItem) => boolean;
  /** What is done for one. It can be done twice without harm, since a run may end in the middle of it. */
  readonly task: (client: Leap0Client, id: string, signal: AbortSignal) => Promise<unknown>;
  /** What its journal is about. Has no credentials. */
  readonly about: string;
  /** Lists the sandboxes, and does nothing for them. */
  readonly dryRun?: boolean;
  readonly journal: string;
  readonly workers: number;
}

/** The command to carry out; `undefined` where help is asked for. */
export function readCommand(args: string[]): Command | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [name = "", ...more] = positionals;
  if (more.length) throw new UsageError(`one command at a time, not also ${more.join(", ")}`);
  const make = new Map(Object.entries({ attach, rotate, orphans })).get(name);
  if (!make) throw new UsageError(name ? `there is no command ${name}` : "which command?");
  const workers = Math.max(1, number("workers", values.workers));
  return { name, journal: values.journal ?? `${name}.txt`, workers, ...make(values) };
}

type Values = ReturnType<typeof parse>["values"];
type Work = Pick<Command, "wants" | "task" | "about" | "dryRun">;

const isRunning = ({ state }: SandboxListItem) => state === "running";

function attach({ endpoint, bucket, at, prefix, write }: Values): Work {
  if (!(endpoint && bucket && at)) throw new UsageError("attach needs --endpoint, --bucket and --at");
  const place = { type: "object-storage", endpoint, bucket, mount_path: at, read_only: !write } as const;
  const mount = { ...place, ...(prefix !== undefined && { prefix }), ...credentials() };
  return {
    wants: isRunning,
    about: `${endpoint} ${bucket}/${prefix ?? ""} at ${at}${write ? ", to write" : ""}`,
    // A call that was cut off may have taken effect: `ensure` reads what is there, and adds nothing twice.
    task: (client, id, signal) => client.mounts.ensure(id, mount, { signal }),
  };
}

function rotate({ bucket, at }: Values): Work {
  if (!bucket) throw new UsageError("rotate needs --bucket");
  const keys = credentials();
  if (!keys) throw new UsageError("rotate needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY");
  // So much of a hash that two sets of credentials are told apart.
  const hash = createHash("sha256").update(JSON.stringify(keys)).digest("hex").slice(0, 8);
  return {
    wants: isRunning,
    about: `credentials ${hash} for ${bucket}${at ? ` at ${at}` : ""}`,
    async task(client, id, signal) {
      for (const mount of await client.mounts.list(id, { signal }))
        if (mount.bucket === bucket && (!at || mount.mount_path === at))
          await client.mounts.update(id, mount.id, keys, { signal });
    },
  };
}

function orphans({ keep, "older-than": olderThan, delete: remove }: Values): Work {
  if (!keep) throw new UsageError("orphans needs --keep: the file that names the sandboxes in use");
  const olderThanMs = number("older-than", olderThan) * 60_000;
  // Read before the list: a sandbox that is noted meanwhile is too young to be an orphan.
  const kept = new Set(readFileSync(keep, "utf8").split(/\s+/));
  return {
    wants: ({ id, state, created_at }) =>
      !kept.has(id) &&
      !["deleting", "deleted"].includes(state) &&
      Date.now() - Date.parse(created_at) >= olderThanMs,
    about: "sandboxes deleted",
    task: (client, id, signal) =>
      client.sandboxes.delete(id, { signal }).catch((error) => {
        if (!(error instanceof NotFoundError)) throw error;
      }),
    dryRun: !remove,
  };
}

function credentials() {
  const { S3_ACCESS_KEY_ID: access_key_id, S3_SECRET_ACCESS_KEY: secret_access_key } = process.env;
  return access_key_id && secret_access_key ? { access_key_id, secret_access_key } : undefined;
}

function number(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new UsageError(`--${flag} must be a whole number`);
  return value;
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        endpoint: text,
        bucket: text,
        at: text,
        prefix: text,
        write: flag,
        keep: text,
        "older-than": { ...text, default: "60" },
        delete: flag,
        journal: text,
        workers: { ...text, default: "1" },
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
