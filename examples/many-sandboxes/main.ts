// One bucket for all running sandboxes, with a progress bar. A run that was interrupted goes on where it stopped.
import { parseArgs } from "node:util";
import { Leap0Client, Leap0Error, type MountRequest } from "leap0-fetch";
import { attach } from "./attach.ts";
import { JournalError, openJournal } from "./journal.ts";
import { showProgress } from "./progress.ts";

const HELP = `attach --endpoint URL --bucket NAME --at PATH [--prefix FOLDER/] [--write] [--journal FILE]

  Mounts the bucket in every running sandbox. LEAP0_API_KEY has the API key; S3_ACCESS_KEY_ID and
  S3_SECRET_ACCESS_KEY have the storage's, for a bucket that is not public. Ids of sandboxes that are
  done go to the journal (attached.txt): the same command again leaves them out.`;

class UsageError extends Error {}

async function main(): Promise<number> {
  const { help, journal: path, mount } = read(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return 0;
  }
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());
  const { signal } = stop;

  // Its limits hold for the wait at the client's own gate as well, where thousands stand in a queue.
  const client = new Leap0Client({ totalTimeoutMs: 3_600_000 });
  const journal = await openJournal(path, mount);
  const ids: string[] = [];
  for await (const { id } of client.sandboxes.list({ state: "running", "page-size": 100 }, { signal }))
    ids.push(id);

  const progress = showProgress(process.stdout, ids.length);
  const { done, failed } = await attach(client, ids, mount, journal, { signal, onProgress: progress.update });
  progress.end();
  for (const { id, why } of failed) console.log(`${id}: ${why}`);
  if (signal.aborted)
    console.log(`Interrupted at ${done} of ${ids.length}. The same command goes on from there.`);
  return signal.aborted ? 130 : failed.length ? 1 : 0;
}

function read(args: string[]): { help: boolean; journal: string; mount: MountRequest } {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      endpoint: text,
      bucket: text,
      at: text,
      prefix: text,
      write: { type: "boolean", default: false },
      journal: { type: "string", default: "attached.txt" },
      help: { type: "boolean", default: false },
    },
  });
  const { endpoint = "", bucket = "", at = "", prefix, write, journal, help } = values;
  if (!help && !(endpoint && bucket && at)) throw new UsageError("--endpoint, --bucket and --at are needed");
  const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env;
  const mount: MountRequest = {
    type: "object-storage",
    endpoint,
    bucket,
    mount_path: at,
    read_only: !write,
    ...(prefix === undefined ? {} : { prefix }),
    ...(S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
      ? { access_key_id: S3_ACCESS_KEY_ID, secret_access_key: S3_SECRET_ACCESS_KEY }
      : {}),
  };
  return { help, journal, mount };
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  if (!isUsage && !(error instanceof Leap0Error || error instanceof JournalError)) throw error;
  console.error(`${(error as Error).message}${isUsage ? `\n\n${HELP}` : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}
