import type { Summary } from "./summary.ts";

export interface Plan {
  /** Rounds follow each other for so long: a busy machine makes fewer of them, and the bench ends all the same. */
  readonly seconds: number;
  /** Calls of one client in a row. */
  readonly calls: number;
}

/** One client's figures: microseconds a call, and the ratio to the baseline's within each round. */
export interface Row {
  readonly name: string;
  readonly microseconds: Summary;
  readonly ratio: Summary;
  /** The same for the CPU time of the client's process: what others do on the machine hardly shows in it. */
  readonly cpuRatio: Summary;
  /** Against bare openapi-fetch. */
  readonly toOpenapiFetch: Summary;
}
