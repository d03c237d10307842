import { readFile } from "node:fs/promises";
import type { Leap0Client } from "leap0-fetch";
import type { Options } from "./options.ts";

/** The sandboxes to work on, and how many are left out because they are not running. */
export interface Found {
  readonly ids: string[];
  readonly notRunning: number;
}

/** Reads the list to its end, or throws: what is decided from half a list is wrong. */
export async function find(client: Leap0Client, options: Options, signal: AbortSignal): Promise<Found> {
  const found: Found & { notRunning: number } = { ids: [], notRunning: 0 };
  // Before the list: a sandbox that is noted meanwhile is too young to be an orphan.
  const kept = options.command === "orphans" ? await idsIn(options.keep) : new Set();
  for await (const { id, state, created_at } of client.sandboxes.list({ "page-size": 100 }, { signal })) {
    if (options.command === "orphans") {
      const age = Date.now() - Date.parse(created_at);
      if (!kept.has(id) && state !== "deleting" && state !== "deleted" && age >= options.olderThanMs)
        found.ids.push(id);
    } else if (state === "running") found.ids.push(id);
    else found.notRunning += 1;
  }
  return found;
}

const idsIn = async (path: string): Promise<Set<string>> =>
  new Set((await readFile(path, "utf8")).split(/\s+/).filter(Boolean));
