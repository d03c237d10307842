import type { Runtime, Servers } from "../../test/conformance/stage.ts";
import type { GroupReport } from "../../test/conformance/suite.ts";

/** Something that the suite runs on. */
export interface Platform {
  readonly runtime: Runtime;
  /** Makes it ready. @throws {@link Missing} where this machine cannot have it */
  prepare(workshop: Workshop): Promise<Ready>;
}

/** What platforms find when they are prepared. */
export interface Workshop {
  /** Where the package is installed, as a user has it. */
  readonly folder: string;
  /** The suite for command lines, in that folder. It imports the package by its name. */
  readonly suite: string;
}

export interface Ready {
  readonly version: string;
  run(servers: Servers): Promise<GroupReport[]>;
  close?(): Promise<void>;
}

/** This machine cannot have the platform: it is counted as skipped, and never as passed. */
export class Missing extends Error {}
