import type { Stage } from "../stage.ts";
import { type ClientName, clientNames, ours } from "./call.ts";
import type { Plan, Row } from "./row.ts";
import { withServer } from "./with-server.ts";

export interface Calls {
  readonly loopback: readonly Row[];
  readonly inProcess: readonly Row[];
}

/** How much longer this client is measured than a peer: it is the one whose figures have something to reach. */
const LONGER = 5;

/**
 * Each client against raw `fetch` and openapi-fetch: over a socket to a server in another process, and with a `fetch` in
 * memory. A client has a process to itself, as in a program that uses it.
 */
export async function measureCalls(
  stage: Stage,
  plans: { readonly loopback: Plan; readonly inProcess: Plan },
): Promise<Calls> {
  return withServer(stage, async (url) => {
    const measure = async (name: ClientName): Promise<{ loopback: Row; inProcess?: Row }> => {
      const plan = [plans.loopback, plans.inProcess].map(({ seconds, calls }) =>
        JSON.stringify({ seconds: name === ours ? seconds * LONGER : seconds, calls }),
      );
      return JSON.parse(await stage.run("compare", [name, url, ...plan]));
    };
    const loopback: Row[] = [];
    const inProcess: Row[] = [];
    for (const name of clientNames) {
      const rows = await measure(name);
      loopback.push(rows.loopback);
      if (rows.inProcess) inProcess.push(rows.inProcess);
    }
    return { loopback, inProcess };
  });
}

/** Bytes that the heap grew by a call. */
export const measureHeap = async (stage: Stage, calls: number): Promise<number> =>
  Number(await stage.run("heap", [String(calls)], ["--expose-gc"]));
