import type { Stage } from "../stage.ts";
import { withServer } from "./with-server.ts";

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

export const measureStretches = (stage: Stage, rounds: number): Promise<readonly Stretches[]> =>
  withServer(
    stage,
    async (url) => JSON.parse(await stage.run("stretches", [url, String(rounds)])) as Stretches[],
  );
