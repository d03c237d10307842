import { getEventListeners } from "node:events";
import type { Way } from "../../support/emulated.ts";
import { setTrap, type Trap } from "../server/trap.ts";
import type { MatrixClient } from "./clients.ts";
import { SECRET } from "./operations.ts";
import type { Cell } from "./rules.ts";
import { API_KEY, openScene } from "./scene.ts";

/** What became of one call. */
export interface Observation {
  readonly ends: "response" | "error" | "hang";
  /** The body or the error. */
  readonly value: unknown;
  readonly ms: number;
  readonly isRight: boolean;
  readonly isDone: boolean;
  readonly applied: number;
  /** When the operation was sent, in milliseconds. */
  readonly sentAt: readonly number[];
  /** Requests without a response that were not given up, and listeners that stayed on the caller's signal. */
  readonly left: number;
  /** What reached the other origin that a redirect led to. */
  readonly leaked: { readonly request: boolean; readonly secret: boolean };
}

/** The limit of an attempt where nothing but the limit ends it. Long enough for a machine that does other things. */
const STALL_LIMIT_MS = 2_000;
/** Nothing takes as long, also on a busy machine: a call that does hangs. */
const TOTAL_LIMIT_MS = 60_000;
/** What a call may be late before it counts as hanging. */
const GRACE_MS = 1000;

/** Most of the time is spent waiting, so many cells wait at once. */
const CELLS_AT_ONCE = 96;

export interface Result {
  readonly cell: Cell;
  readonly seen: Observation;
}

let cellsRun = 0;

/** Runs one cell against a server of its own. */
async function runCell(client: MatrixClient, cell: Cell, trap: Trap, way: Way): Promise<Observation> {
  const mark = `cell-${cellsRun++}`;
  const scene = await openScene(cell, trap.urlFor(mark), way);
  const caller = new AbortController();
  const startedAt = performance.now();
  const call = client.call(
    {
      url: scene.url,
      apiKey: API_KEY,
      fetch: scene.fetch,
      timeoutMs: cell.fault.stalls ? STALL_LIMIT_MS : TOTAL_LIMIT_MS,
      totalTimeoutMs: TOTAL_LIMIT_MS,
      signal: caller.signal,
    },
    cell.subject,
  );
  const { ends, value } = await settled(call, TOTAL_LIMIT_MS + GRACE_MS);
  const ms = performance.now() - startedAt;
  const left = (await scene.left()) + getEventListeners(caller.signal, "abort").length;
  const caught = trap.caught(mark);
  const observation: Observation = {
    ends,
    value,
    ms,
    isRight: ends === "response" && cell.subject.isResponse(Object(value)),
    isDone: scene.isDone(),
    applied: scene.applied(),
    sentAt: scene.sentAt,
    left,
    leaked: { request: caught !== "", secret: caught.includes(API_KEY) || caught.includes(SECRET) },
  };
  await scene.close();
  return observation;
}

async function settled(call: Promise<unknown>, ms: number): Promise<Pick<Observation, "ends" | "value">> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<Pick<Observation, "ends" | "value">>((resolve) => {
    timer = setTimeout(() => resolve({ ends: "hang", value: undefined }), ms);
  });
  const end = call.then(
    (value) => ({ ends: "response" as const, value }),
    (error: unknown) => ({ ends: "error" as const, value: error }),
  );
  try {
    return await Promise.race([end, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs cells side by side. Those with short limits have the machine to themselves, so that nothing else is late. */
export async function runAll(
  client: MatrixClient,
  cells: readonly Cell[],
  way: Way = "over HTTP",
): Promise<Result[]> {
  const trap = await setTrap();
  const run = (some: readonly Cell[]) =>
    pooled(some, CELLS_AT_ONCE, async (cell) => ({ cell, seen: await runCell(client, cell, trap, way) }));
  try {
    const patient = await run(cells.filter(({ fault }) => !fault.stalls));
    return [...patient, ...(await run(cells.filter(({ fault }) => fault.stalls)))];
  } finally {
    await trap.close();
  }
}

/** Maps with so many under way at once, in order. */
async function pooled<Item, Result>(
  items: readonly Item[],
  width: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await run(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
