import type { Cell } from "../../test/faults/matrix/cells.ts";
import type { Observation } from "../../test/faults/matrix/run.ts";

/** What can be wrong with the end of a call, whoever made it. */
export interface Score {
  /** The effect is there more than once. */
  readonly duplicate: boolean;
  /** A success was reported with another answer than the API's, or with nothing done. */
  readonly wrongSuccess: boolean;
  /** A failure was reported although two more requests and a look would have brought the answer. */
  readonly falseFailure: boolean;
  /** It had not ended when its limit was long past. */
  readonly hang: boolean;
  /** The key or a storage credential went to another origin. */
  readonly leak: boolean;
  /** When it had ended, requests or listeners were left behind. */
  readonly left: boolean;
}

export function score({ expected }: Cell, seen: Observation): Score {
  return {
    duplicate: seen.applied > 1,
    wrongSuccess: seen.ends === "answer" && !(seen.isRightAnswer && seen.isDone),
    falseFailure: seen.ends === "error" && expected.ends === "answer",
    hang: seen.ends === "hang",
    leak: seen.leaked.secret,
    left: seen.ends !== "hang" && seen.left > 0,
  };
}

export const isRight = (score: Score): boolean => !Object.values(score).some(Boolean);
