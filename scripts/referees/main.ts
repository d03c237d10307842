// Has tools that nobody here wrote judge the emulator, the client and the description by one another.
import { judgeWithDrift } from "./drift.ts";
import { judgeWithPrism } from "./prism.ts";
import { report } from "./report.ts";
import { judgeWithRespect } from "./respect.ts";
import { setStage } from "./stage.ts";
import type { Ruling } from "./verdict.ts";

const stage = await setStage();
try {
  const rulings = [
    ...(await ruled("Prism", judgeWithPrism)),
    ...(await ruled("Redocly respect", judgeWithRespect)),
    ...(await ruled("Redocly drift", judgeWithDrift)),
  ];
  process.exitCode = report(rulings) ? 0 : 1;
} finally {
  await stage.listening.close();
}

/** A referee that breaks down has not found that all is well; the others are heard all the same. */
async function ruled(heading: string, judge: (on: typeof stage) => Promise<Ruling[]>): Promise<Ruling[]> {
  try {
    return await judge(stage);
  } catch (error) {
    return [{ heading, verdicts: [{ what: "broke down", problem: String(error) }] }];
  }
}
