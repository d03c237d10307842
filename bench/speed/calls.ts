import { fork } from "node:child_process";
import { once } from "node:events";
import type { Stage } from "../stage.ts";
import type { Plan, Row } from "./row.ts";

export interface Calls {
  readonly loopback: readonly Row[];
  readonly inProcess: readonly Row[];
}

/** The clients against each other: over a socket to a server in another process, and with a `fetch` in memory. */
export async function measureCalls(
  stage: Stage,
  plans: { readonly loopback: Plan; readonly inProcess: Plan },
): Promise<Calls> {
  const server = fork(stage.program("server"), { execArgv: [] });
  try {
    const [url] = await once(server, "message");
    const plan = [plans.loopback, plans.inProcess].map((each) => JSON.stringify(each));
    return JSON.parse(await stage.run("compare", [String(url), ...plan])) as Calls;
  } finally {
    server.disconnect();
  }
}

/** Bytes that the heap grew by a call. */
export const measureHeap = async (stage: Stage, calls: number): Promise<number> =>
  Number(await stage.run("heap", [String(calls)], ["--expose-gc"]));
