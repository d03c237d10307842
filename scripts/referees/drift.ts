import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documented, named } from "./documented.ts";
import { compared, type Drift, isAbout, partName } from "./drift-report.ts";
import { withoutStatus, withWrongBodies } from "./drift-sabotage.ts";
import { type Har, record } from "./recording.ts";
import type { Stage } from "./stage.ts";
import { sendFailures, sendSuccesses } from "./traffic/everything.ts";
import type { Ruling, Verdict } from "./verdict.ts";

/** Redocly's proxy records the traffic, and its drift command compares the recording with the description. */
export async function judgeWithDrift(stage: Stage): Promise<Ruling[]> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-drift-"));
  const { url } = stage.listening;
  const compare = (har: Har) => compared(har, url, folder);
  try {
    const sent: Verdict[] = [];
    const har = await record(url, join(folder, "recorded.har"), async (way) => {
      sent.push(...(await sendSuccesses(stage, way)), ...(await sendFailures(stage, way)));
    });
    const drift = await compare(har);
    return [
      { heading: "Redocly proxy: the traffic that is recorded", verdicts: sent },
      { heading: "Redocly drift: the recording is as described", verdicts: agreement(drift) },
      { heading: "Redocly drift: the recording covers the description", verdicts: coverage(drift) },
      { heading: "Redocly drift reports a wrong body", verdicts: await withWrongBodies(har, compare) },
      { heading: "Redocly drift reports a gap", verdicts: await withoutStatus("409", har, compare) },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An exchange that matches no operation would be judged by nothing. */
function agreement({ exchanges: { total, matched }, findings }: Drift): Verdict[] {
  const strays = findings.filter((finding) => !documented.some((each) => isAbout(finding, each)));
  return [
    {
      what: `all of ${total} exchanges`,
      problem: total === matched ? undefined : `${total - matched} match no operation`,
    },
    ...documented.map((each) => ({
      what: named(each),
      problem: findings.find((finding) => isAbout(finding, each))?.message,
    })),
    ...strays.map(({ operationId, status, message }) => ({
      what: `${operationId} ${status}`,
      problem: message,
    })),
  ];
}

/** What no traffic of a client and this emulator can touch, and why. */
const untouchable: Readonly<Record<string, string>> = {
  "property request type": "an update that has it is refused",
  "response network_policy.transforms[].inject_headers":
    "the emulator keeps them to itself: they hold tokens",
};

/** Every operation, status, parameter and field of the description. */
function coverage({ coverage }: Drift): Verdict[] {
  return coverage.flatMap(({ operationId, covered, missing }) => [
    ...covered.map((part) => ({ what: `${operationId}, ${partName(part)}` })),
    ...missing
      .map((part) => ({ what: `${operationId}, ${partName(part)}`, problem: "no traffic touched it" }))
      .filter(({ what }) => !Object.keys(untouchable).some((end) => what.endsWith(end))),
  ]);
}
