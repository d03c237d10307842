/** How far to stay below what was too much. */
const BELOW = 0.95;
/** Fewer accepted requests than this tell nothing about the limit: others may have used it up. */
const TELLING = 64;
/** For so many windows without a 429 the pace is kept; then it doubles with each. */
const CALM_WINDOWS = 5;

/** How many requests a window may hold: what the client was told, or less after a 429. */
export interface Pace {
  at(time: number): number;
  /**
   * Learns from a 429 how many requests of the window were accepted. The `first` 429 of a burst also tells which pace
   * was too fast. Nothing is sent `until` then.
   */
  slowDown(time: number, until: number, accepted: number, first: boolean): void;
}

export function createPace(requests: number, perMs: number): Pace {
  let known = requests;
  let tried = requests;
  let calmFrom = 0;

  const at = (time: number): number => {
    const calm = (time - calmFrom) / perMs;
    return Math.min(requests, known * 2 ** Math.max(0, calm - CALM_WINDOWS));
  };
  return {
    at,
    slowDown(time, until, accepted, first) {
      if (first) tried = at(time);
      calmFrom = until;
      known = accepted < TELLING ? Math.max(1, tried / 2) : Math.min(tried, accepted * BELOW);
    },
  };
}
