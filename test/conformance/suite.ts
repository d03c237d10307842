import { describe } from "./assert.ts";
import { abort } from "./groups/abort.ts";
import { connection } from "./groups/connection.ts";
import { guard } from "./groups/guard.ts";
import { headers } from "./groups/headers.ts";
import { listen } from "./groups/listen.ts";
import { operations } from "./groups/operations.ts";
import { packageGroup } from "./groups/package.ts";
import { redirects } from "./groups/redirects.ts";
import { secrets } from "./groups/secrets.ts";
import { type Case, type Group, type Runtime, type Servers, setStage, type Where, wires } from "./stage.ts";

/** What can differ from platform to platform, in the order in which it is run and shown. */
export const groups: readonly Group[] = [
  packageGroup,
  guard,
  operations,
  headers,
  redirects,
  secrets,
  abort,
  connection,
  listen,
];

/** What came of one group. */
export interface GroupReport {
  readonly group: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly name: string;
  readonly error: string;
}

/** Longer than any case takes; one that hangs must not take the others with it. */
const LONGEST_MS = 20_000;

/** Runs every case that has a meaning on this platform, one after the other. */
export async function run(runtime: Runtime, servers: Servers): Promise<GroupReport[]> {
  const reports: GroupReport[] = [];
  for (const { group, cases } of plan(runtime)) {
    const failures: Failure[] = [];
    for (const { wire, each } of cases) {
      try {
        await inTime(setStage(runtime, wire, servers).then((stage) => each.run(stage)));
      } catch (error) {
        failures.push({ name: `${each.name} (${wire})`, error: describe(error) });
      }
    }
    reports.push({ group, passed: cases.length - failures.length, failures });
  }
  return reports;
}

interface Planned {
  readonly group: string;
  readonly cases: readonly { readonly wire: Where["wire"]; readonly each: Case }[];
}

/** What is to be run on a platform. Known beforehand, so that a run that ends early is seen. */
export function plan(runtime: Runtime): Planned[] {
  return groups.map(({ name, cases }) => ({
    group: name,
    cases: cases.flatMap((each) =>
      wires.filter((wire) => each.on?.({ runtime, wire }) ?? true).map((wire) => ({ wire, each })),
    ),
  }));
}

function inTime(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end after ${LONGEST_MS} ms`)), LONGEST_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
