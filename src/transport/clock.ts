/** The longest delay that a timer keeps; a longer one would fire at once. */
export const MAX_DELAY_MS = 2_147_483_647;

let shift = 0;
let latest = 0;

/**
 * Milliseconds on a clock that never goes back. The platform's own does where a test runner's fake timers begin or end,
 * and after that a wait that was measured on it would not end.
 */
export function now(): number {
  const time = performance.now() + shift;
  if (time < latest) shift += latest - time;
  else latest = time;
  return latest;
}

/**
 * A timer that moves this clock along: where only the timers are fake, or only the clock is, a timer that fires says
 * better than the platform's clock that the time has passed.
 */
export function startTimer(ms: number, onTime: () => void): ReturnType<typeof setTimeout> {
  const delay = Math.min(ms, MAX_DELAY_MS);
  const due = now() + delay;
  return setTimeout(() => {
    const missing = due - now();
    // Timers may fire a little early: that is no sign.
    if (missing > delay / 2) shift += missing;
    onTime();
  }, delay);
}
