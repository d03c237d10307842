import { ApiError } from "leap0-fetch";
import { type Documented, documented, isSuccess, named, statusOf } from "../documented.ts";
import type { Stage } from "../stage.ts";
import type { Verdict } from "../verdict.ts";
import { provocation } from "./failures.ts";
import { type Way, watchedScene } from "./scene.ts";
import { succeed } from "./successes.ts";

/** All that succeeds. Says of every documented success whether the client was answered it, without an objection. */
export async function sendSuccesses(stage: Stage, way: Way): Promise<Verdict[]> {
  const { scene, answers, objections } = await watchedScene(stage, way);
  let ended: string | undefined;
  try {
    await succeed(scene);
  } catch (error) {
    ended = `the traffic broke off: ${error}`;
  }
  const flaw = objections[0] ?? ended;
  return documented.filter(isSuccess).map((each) => ({
    what: named(each),
    problem: flaw ?? (answers.includes(named(each)) ? undefined : "was never answered"),
  }));
}

/** Every documented failure. Says of each whether the client was answered it, without an objection. */
export async function sendFailures(stage: Stage, way: Way): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const each of documented.filter((each) => !isSuccess(each)))
    verdicts.push({ what: named(each), problem: await problemWith(each, stage, way) });
  return verdicts;
}

async function problemWith(each: Documented, stage: Stage, way: Way): Promise<string | undefined> {
  const provoke = provocation(each);
  if (!provoke) return "nothing provokes it: see scripts/referees/traffic/failures.ts";
  const { scene, answers, objections } = await watchedScene(stage, way);
  const status = statusOf(each);
  try {
    await provoke(scene);
    return "was not refused";
  } catch (error) {
    if (objections[0] !== undefined) return objections[0];
    if (!(error instanceof ApiError)) return String(error);
    const isIt = error.status === status && answers.at(-1) === `${each.operation} ${status}`;
    return isIt ? undefined : `answered ${error.status}: ${error.message}`;
  }
}
