import { setTrap } from "../server/trap.ts";
import type { Cell } from "./cells.ts";
import type { MatrixClient } from "./client.ts";
import { pooled } from "./pool.ts";
import type { Result } from "./report.ts";
import { runCell } from "./run.ts";
import type { Staging } from "./scene.ts";

// Most of the time is spent waiting, so many cells wait at once.
const AT_ONCE = 96;

/** Runs cells side by side. Those with short limits have the machine to themselves, so that nothing else is late. */
export async function runAll(
  client: MatrixClient,
  cells: readonly Cell[],
  staging?: Staging,
): Promise<Result[]> {
  const trap = await setTrap();
  const run = (some: readonly Cell[]) =>
    pooled(some, AT_ONCE, async (cell) => ({ cell, seen: await runCell(client, cell, trap, staging) }));
  try {
    const patient = await run(cells.filter(({ fault }) => !fault.stalls));
    return [...patient, ...(await run(cells.filter(({ fault }) => fault.stalls)))];
  } finally {
    await trap.close();
  }
}
