// One task for many sandboxes, with a progress bar, from one process or several. A run that was interrupted goes on where
// it stopped.
import { Leap0Error } from "leap0-fetch";
import { createClient } from "./client.ts";
import { type Command, HELP, readCommand, UsageError } from "./commands.ts";
import { JournalError, openJournal } from "./journal.ts";
import { showProgress } from "./progress.ts";
import { beWorker, type Ended, isWorker, workHere, workInProcesses } from "./workers.ts";

async function main(command: Command): Promise<number> {
  const client = createClient(command.workers);
  const task = (id: string, signal: AbortSignal) => command.task(client, id, signal);
  if (isWorker) {
    await beWorker(task);
    return 0;
  }
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());
  const { signal } = stop;

  // Read to its end, or not at all: what is decided from half a list is wrong.
  const ids: string[] = [];
  let notRunning = 0;
  for await (const sandbox of client.sandboxes.list({ "page-size": 100 }, { signal })) {
    if (command.wants(sandbox)) ids.push(sandbox.id);
    if (sandbox.state !== "running") notRunning += 1;
  }
  if (command.dryRun) {
    for (const id of ids) console.log(id);
    console.log(`${ids.length} ${command.name}. Nothing was deleted: that takes --delete.`);
    return 0;
  }

  const journal = await openJournal(command.journal, command.about);
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
  if (command.workers > 1) await workInProcesses(command.workers, open, signal, onEnd);
  else await workHere(open, task, signal, onEnd);
  progress.end();

  for (const { id, why } of failed) console.log(`${id}: ${why}`);
  if (signal.aborted) {
    console.log(`Interrupted at ${done} of ${ids.length}. The same command goes on from there.`);
    return 130;
  }
  if (command.name === "rotate" && notRunning) {
    console.log(`Not running, so with the credentials that they had: ${notRunning}.`);
    return 1;
  }
  return failed.length ? 1 : 0;
}

try {
  const command = readCommand(process.argv.slice(2));
  if (command) process.exitCode = await main(command);
  else console.log(HELP);
} catch (error) {
  const { name, message, path } = error as NodeJS.ErrnoException;
  if (error instanceof UsageError) {
    console.error(`${message}\n\n${HELP}`);
    process.exitCode = 2;
  } else if (name === "AbortError") {
    console.log("Interrupted before anything was done.");
    process.exitCode = 130;
  } else if (path !== undefined || error instanceof Leap0Error || error instanceof JournalError) {
    console.error(message);
    process.exitCode = 1;
  } else throw error;
}
