import { fork } from "node:child_process";
import { once } from "node:events";

type Task = (id: string, signal: AbortSignal) => Promise<unknown>;

/** How the work on one sandbox ended. */
export interface Ended {
  readonly id: string;
  /** Why it failed, where it did. */
  readonly why?: string;
}

/**
 * Does the task for each sandbox. All calls are started at once: pace, retries and how many are under way are the
 * client's affair.
 */
export async function workHere(
  ids: readonly string[],
  task: Task,
  signal: AbortSignal,
  onEnd: (ended: Ended) => unknown,
): Promise<void> {
  const work = async (id: string) => {
    try {
      await task(id, signal);
      await onEnd({ id });
    } catch (error) {
      if (!signal.aborted) await onEnd({ id, why: error instanceof Error ? error.message : String(error) });
    }
  };
  await Promise.all(ids.map(work));
}

/** The same in several processes: each is this program once more, with its part of the sandboxes. */
export async function workInProcesses(
  count: number,
  ids: readonly string[],
  signal: AbortSignal,
  onEnd: (ended: Ended) => unknown,
): Promise<void> {
  const part = async (index: number) => {
    const child = fork(process.argv[1] as string, process.argv.slice(2), {
      env: { ...process.env, MANY_SANDBOXES_WORKER: "1" },
    });
    const written: unknown[] = [];
    const open = new Set(ids.filter((_, at) => at % count === index));
    child.on("message", (ended: Ended) => {
      open.delete(ended.id);
      written.push(onEnd(ended));
    });
    const stop = () => child.connected && child.send("stop");
    signal.addEventListener("abort", stop);
    child.send([...open]);
    const [code] = await once(child, "exit");
    signal.removeEventListener("abort", stop);
    if (!signal.aborted)
      for (const id of open) written.push(onEnd({ id, why: `its worker ended with ${code}` }));
    await Promise.all(written);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => part(index)));
}

export const isWorker = process.env.MANY_SANDBOXES_WORKER === "1";

/** The other side: gets the ids, says how each ended, and stops when it is told to or when nobody listens. */
export async function beWorker(task: Task): Promise<void> {
  // Both get the signal of the terminal: the first process decides what it means.
  process.on("SIGINT", () => {});
  const stop = new AbortController();
  const [ids] = (await once(process, "message")) as [string[]];
  process.on("message", () => stop.abort());
  process.on("disconnect", () => stop.abort());
  await workHere(ids, task, stop.signal, (ended) => process.send?.(ended));
  process.disconnect();
}
