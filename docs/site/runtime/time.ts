// Time that can be moved on: the timers and clocks of the worker, for the client, the emulator and the sample alike.
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;
const clock = Date.now;
const elapsed = performance.now.bind(performance);
let ahead = 0;

interface Timer {
  readonly due: number;
  readonly fire: () => void;
  handle: unknown;
}
const timers = new Map<number, Timer>();
let count = 0;

Date.now = () => clock() + ahead;
performance.now = () => elapsed() + ahead;

function schedule(id: number, timer: Timer): void {
  timer.handle = startTimer(
    () => {
      timers.delete(id);
      timer.fire();
    },
    Math.max(0, timer.due - performance.now()),
  );
}

const setTimeout = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
  const id = ++count;
  const timer: Timer = { due: performance.now() + ms, fire: () => callback(...args), handle: undefined };
  timers.set(id, timer);
  schedule(id, timer);
  return id;
};

const clearTimeout = (id: number) => {
  const timer = timers.get(id);
  if (timer) stopTimer(timer.handle as number);
  timers.delete(id);
};

Object.assign(globalThis, { setTimeout, clearTimeout });

/** Moves the time on. What falls due meanwhile happens in its order. */
export function advance(ms: number): void {
  ahead += ms;
  for (const [id, timer] of [...timers].sort(([, one], [, other]) => one.due - other.due)) {
    stopTimer(timer.handle as number);
    schedule(id, timer);
  }
}
