import type { Priority } from "../config/rate-limit.ts";

/** A call that waits for the rate limiter. */
interface Item {
  /** Its place in the order of all calls. A call that is retried keeps it, and so is ahead of those that came later. */
  readonly number: number;
  readonly priority: Priority;
  readonly deadline: number;
}

/** After so many starts that passed a call of lower priority, the oldest such call is next. */
const MOST_PASSES = 10;

/** The calls that wait: by priority, then in the order in which they were made. */
export function createQueue<Call extends Item>() {
  const lanes: Record<Priority, Call[]> = { high: [], normal: [], low: [] };
  let passes = 0;
  /** The lane of the next call, and the passes there are once it starts. */
  const next = (): [Call[], number] => {
    const [first = [], ...lower] = Object.values(lanes).filter(({ length }) => length);
    const [oldest] = lower.sort(([a], [b]) => (a as Call).number - (b as Call).number);
    if (!oldest) return [first, 0];
    return passes < MOST_PASSES ? [first, passes + 1] : [oldest, 0];
  };
  return {
    get length() {
      return lanes.high.length + lanes.normal.length + lanes.low.length;
    },
    get urgent() {
      return lanes.high.length;
    },
    first: () => next()[0][0],
    shift(): Call | undefined {
      const [lane, passesThen] = next();
      passes = passesThen;
      return lane.shift();
    },
    add(call: Call): void {
      const lane = lanes[call.priority];
      let place = lane.length;
      while (place && (lane[place - 1] as Call).number > call.number) place--;
      lane.splice(place, 0, call);
    },
    remove(call: Call): void {
      const lane = lanes[call.priority];
      const place = lane.indexOf(call);
      if (place >= 0) lane.splice(place, 1);
    },
    /** Takes out the calls whose deadline comes before this time. */
    removeDueBefore(time: number): Call[] {
      const isDue = ({ deadline }: Call) => deadline < time;
      const due = Object.values(lanes).flatMap((lane) => lane.filter(isDue));
      for (const call of due) this.remove(call);
      return due;
    },
  };
}
