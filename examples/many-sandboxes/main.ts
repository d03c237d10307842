// One task for many sandboxes, with a progress bar, from one process or several. A run that was interrupted goes on where
// it stopped.
import { Leap0Error } from "leap0-fetch";
import { createClient } from "./client.ts";
import { find } from "./find.ts";
import { JournalError, openJournal } from "./journal.ts";
import { HELP, type Options, readOptions, UsageError } from "./options.ts";
import { showProgress } from "./progress.ts";
import { aboutOf, taskOf } from "./tasks.ts";
import { beWorker, type Ended, isWorker, workHere, workInProcesses } from "./workers.ts";

async function main(options: Options): Promise<number> {
  if (options.command === "help") {
    console.log(HELP);
    return 0;
  }
  const client = createClient(options.workers);
  if (isWorker) {
    await beWorker(taskOf(options, client));
    return 0;
  }
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());
  const { signal } = stop;

  const { ids, notRunning } = await find(client, options, signal);
  if (options.command === "orphans" && !options.remove) {
    for (const id of ids) console.log(id);
    console.log(`${ids.length} orphans. Nothing was deleted: that takes --delete.`);
    return 0;
  }
  const journal = await openJournal(options.journal, aboutOf(options));
  const open = ids.filter((id) => !journal.has(id));
  const failed: Ended[] = [];
  let done = ids.length - open.length;
  const progress = showProgress(process.stdout, ids.length);
  progress.update(done, 0);
  const onEnd = async (ended: Ended) => {
    if (ended.why === undefined) {
      await journal.add(ended.id);
      done += 1;
    } else failed.push(ended);
    progress.update(done, failed.length);
  };
  if (options.workers > 1) await workInProcesses(options.workers, open, signal, onEnd);
  else await workHere(open, taskOf(options, client), signal, onEnd);
  progress.end();

  for (const { id, why } of failed) console.log(`${id}: ${why}`);
  if (signal.aborted) {
    console.log(`Interrupted at ${done} of ${ids.length}. The same command goes on from there.`);
    return 130;
  }
  if (options.command === "rotate" && notRunning) {
    console.log(`Not running, so with the credentials that they had: ${notRunning}.`);
    return 1;
  }
  return failed.length ? 1 : 0;
}

try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  const isUsage = error instanceof UsageError;
  const isFile = typeof (error as NodeJS.ErrnoException).path === "string";
  if (!isUsage && !isFile && !(error instanceof Leap0Error || error instanceof JournalError)) {
    if ((error as Error)?.name !== "AbortError") throw error;
    console.log("Interrupted before anything was done.");
    process.exitCode = 130;
  } else {
    console.error(`${(error as Error).message}${isUsage ? `\n\n${HELP}` : ""}`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
