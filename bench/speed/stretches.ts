import { fork } from "node:child_process";
import type { Stage } from "../stage.ts";
import { messageOf } from "./message.ts";

/** Where the time of one call on loopback goes, in microseconds: the median of each stretch. */
export interface Stretches {
  readonly name: string;
  /** Until `fetch` is called. */
  readonly before: number;
  /** Until it has returned its promise. */
  readonly inside: number;
  /** Until the head of the answer is there. */
  readonly waiting: number;
  /** Until the caller has the decoded body. */
  readonly after: number;
}

export async function measureStretches(stage: Stage, rounds: number): Promise<readonly Stretches[]> {
  const server = fork(stage.program("server"), { execArgv: [] });
  try {
    const url = await messageOf(server);
    return JSON.parse(await stage.run("stretches", [String(url), String(rounds)])) as Stretches[];
  } finally {
    if (server.connected) server.disconnect();
  }
}
