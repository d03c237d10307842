import { parseArgs } from "node:util";
import type { MountRequest } from "leap0-fetch";

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

interface Common {
  readonly journal: string;
  readonly workers: number;
}

export type Options = Common &
  (
    | { readonly command: "help" }
    | { readonly command: "attach"; readonly mount: MountRequest }
    | {
        readonly command: "rotate";
        readonly bucket: string;
        readonly at: string | undefined;
        readonly credentials: { access_key_id: string; secret_access_key: string };
      }
    | {
        readonly command: "orphans";
        readonly keep: string;
        readonly olderThanMs: number;
        readonly remove: boolean;
      }
  );

export function readOptions(args: readonly string[]): Options {
  const text = { type: "string" } as const;
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      endpoint: text,
      bucket: text,
      at: text,
      prefix: text,
      write: { type: "boolean", default: false },
      keep: text,
      "older-than": { type: "string", default: "60" },
      delete: { type: "boolean", default: false },
      journal: text,
      workers: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  const [command = "", ...more] = positionals;
  const workers = number(values.workers, "--workers");
  const common = { journal: values.journal ?? `${command}.txt`, workers: Math.max(1, workers) };
  if (values.help) return { ...common, command: "help" };
  if (more.length) throw new UsageError(`one command at a time, not also ${more.join(", ")}`);

  const { endpoint = "", bucket = "", at, prefix, keep = "" } = values;
  const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env;
  const credentials =
    S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
      ? { access_key_id: S3_ACCESS_KEY_ID, secret_access_key: S3_SECRET_ACCESS_KEY }
      : undefined;
  switch (command) {
    case "attach": {
      if (!(endpoint && bucket && at)) throw new UsageError("attach needs --endpoint, --bucket and --at");
      const place = {
        type: "object-storage",
        endpoint,
        bucket,
        mount_path: at,
        read_only: !values.write,
      } as const;
      return {
        ...common,
        command,
        mount: { ...place, ...(prefix !== undefined && { prefix }), ...credentials },
      };
    }
    case "rotate":
      if (!bucket) throw new UsageError("rotate needs --bucket");
      if (!credentials) throw new UsageError("rotate needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY");
      return { ...common, command, bucket, at, credentials };
    case "orphans": {
      if (!keep) throw new UsageError("orphans needs --keep: the file that names the sandboxes in use");
      const olderThanMs = number(values["older-than"], "--older-than") * 60_000;
      return { ...common, command, keep, olderThanMs, remove: values.delete };
    }
    default:
      throw new UsageError(command ? `there is no command ${command}` : "which command?");
  }
}

const parse: typeof parseArgs = (config) => {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

function number(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new UsageError(`${name} must be a whole number`);
  return value;
}
