import type { Leap0Client, MountRequest } from "leap0-fetch";
import type { Journal } from "./journal.ts";

export interface Failure {
  readonly id: string;
  readonly why: string;
}

export interface Watch {
  readonly signal: AbortSignal;
  /** After each sandbox, those of earlier runs included. */
  onProgress(done: number, failed: number): void;
}

/**
 * Makes every sandbox have the mount, and leaves out those that the journal names. All calls are started at once: pace,
 * repeats and how many are under way are the client's affair. A call that was cut off may have been carried out, so
 * it is `ensure` that is called: the next run reads what is there, and adds nothing twice.
 */
export async function attach(
  client: Leap0Client,
  ids: readonly string[],
  mount: MountRequest,
  journal: Journal,
  { signal, onProgress }: Watch,
): Promise<{ done: number; failed: Failure[] }> {
  const open = ids.filter((id) => !journal.has(id));
  const failed: Failure[] = [];
  let done = ids.length - open.length;
  onProgress(done, 0);
  await Promise.all(
    open.map(async (id) => {
      try {
        await client.mounts.ensure(id, mount, { signal });
        await journal.add(id);
        done += 1;
      } catch (error) {
        if (signal.aborted) return;
        failed.push({ id, why: error instanceof Error ? error.message : String(error) });
      }
      onProgress(done, failed.length);
    }),
  );
  return { done, failed };
}
