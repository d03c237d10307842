import type { Runtime, Stage } from "./stage.ts";

/** One thing that has to hold on every platform. */
export interface Case {
  readonly name: string;
  /** Where the case has a meaning. Default: everywhere, over both wires. */
  readonly on?: ((where: Where) => boolean) | undefined;
  run(stage: Stage): Promise<void>;
}

export interface Where {
  readonly runtime: Runtime;
  readonly wire: Wire;
}

/** How the client reaches the emulator: through its `fetch` option, or through the platform's own and a socket. */
export const wires = ["in process", "http"] as const;
export type Wire = (typeof wires)[number];

export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Says where a case has a meaning. */
export const overHttp = ({ wire }: Where): boolean => wire === "http";
export const inProcess = ({ wire }: Where): boolean => wire === "in process";
