import { getEventListeners } from "node:events";
import type { Trap } from "../server/trap.ts";
import type { Cell } from "./cells.ts";
import type { MatrixClient } from "./client.ts";
import { SECRET } from "./operations.ts";
import { API_KEY, openScene, type Staging } from "./scene.ts";

/** What became of one call. */
export interface Observation {
  readonly ends: "answer" | "error" | "hang";
  /** The answer or the error. */
  readonly value: unknown;
  readonly ms: number;
  readonly isRightAnswer: boolean;
  readonly isDone: boolean;
  readonly applied: number;
  /** When the operation was sent, in milliseconds. */
  readonly sentAt: readonly number[];
  /** Requests that were neither answered nor given up, and listeners that stayed on the caller's signal. */
  readonly left: number;
  /** What reached the other origin that a redirect led to. */
  readonly leaked: { readonly request: boolean; readonly secret: boolean };
}

/** The limit of an attempt where nothing but the limit ends it. Long enough for a machine that does other things. */
const STALL_LIMIT_MS = 1200;
const TOTAL_LIMIT_MS = 12_000;
/** What a call may be late before it counts as hanging. */
const GRACE_MS = 1000;

let cellsRun = 0;

/** Runs one cell against a server of its own. */
export async function runCell(
  client: MatrixClient,
  cell: Cell,
  trap: Trap,
  staging?: Staging,
): Promise<Observation> {
  const mark = `cell-${cellsRun++}`;
  const scene = await openScene(cell, trap.urlFor(mark), staging);
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
    isRightAnswer: ends === "answer" && cell.subject.isAnswer(Object(value)),
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
    (value) => ({ ends: "answer" as const, value }),
    (error: unknown) => ({ ends: "error" as const, value: error }),
  );
  try {
    return await Promise.race([end, limit]);
  } finally {
    clearTimeout(timer);
  }
}
