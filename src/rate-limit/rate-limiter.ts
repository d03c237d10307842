import type { ResolvedRateLimit } from "../config/rate-limit.ts";
import { now, startTimer } from "../transport/clock.ts";
import { bounded } from "../transport/deadline.ts";
import type { Limited, Pass, RateLimiter } from "../transport/limiter.ts";
import { retryAfterMs } from "../transport/retry.ts";
import { createPace } from "./pace.ts";
import { createQueue } from "./queue.ts";

interface Waiting extends Limited {
  readonly start: (pass?: Pass) => void;
}

/** What a late timer may catch up of an even pace, and the least that a 429 holds calls back. */
const SLACK_MS = 50;

/**
 * Keeps a client to `requests` in any window of `perMs`, and to `inFlight` requests at once. After a 429 it holds all
 * calls back; then it goes on at an even pace, below what was too much, until there was no 429 for a while. With a
 * shared limit, each start also takes one of its slots, and it is the shared limit that slows down.
 */
export function createRateLimiter(limit: ResolvedRateLimit): RateLimiter {
  const { requests, perMs, inFlight } = limit;
  // A request without a response counts as arriving late: in a burst, connections take their time. Not for ever, though,
  // since some responses take minutes.
  const latestArrival = Math.max(perMs / 10, Math.min(perMs, 1_000));
  const pace = createPace(requests, perMs);
  const queue = createQueue<Waiting>();
  let window: Pass[] = [];
  let underWay = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shutUntil = -1;
  let pacedUntil = 0;
  let slowedAt = -1;
  let slowdowns = 0;

  const opensAt = (at: number) => {
    const gone = window.findIndex(({ countedAt }) => countedAt + perMs > at);
    if (gone) window = gone < 0 ? [] : window.slice(gone);
    const allowed = pace.at(at);
    const full = window[window.length - Math.floor(allowed)];
    return Math.max(shutUntil, full ? full.countedAt + perMs : 0, allowed < requests ? pacedUntil : 0);
  };

  const admit = (at: number): Pass => {
    const pass = { startedAt: at, countedAt: at + latestArrival, rejected: false, shared: shared?.take() };
    window.push(pass);
    underWay++;
    pacedUntil = Math.max(pacedUntil, at - SLACK_MS) + perMs / pace.at(at);
    return pass;
  };

  const serve = () => {
    clearTimeout(timer);
    for (let call = queue.first(); call && underWay < inFlight; call = queue.first()) {
      const at = now();
      const slot = shared?.want(queue.urgent || queue.length, call.deadline - at, queue.urgent > 0) ?? 0;
      const wait = Math.max(opensAt(at) - at, slot);
      if (wait > 0) {
        timer = startTimer(wait, serve);
        return;
      }
      queue.shift()?.start(admit(at));
    }
    if (!queue.length) shared?.want(0, 0, false);
  };

  const shutFor = (ms: number) => {
    shutUntil = Math.max(shutUntil, now() + ms);
    for (const call of queue.removeDueBefore(shutUntil)) call.start();
  };
  const shared = limit.shared?.join(limit, (ms) => {
    if (ms) shutFor(ms);
    serve();
  });

  const learn = (pass: Pass, at: number, asked: number | undefined) => {
    pass.rejected = true;
    // Without a word from the API: at most until the window moves on, and not for long, since its length is a guess.
    const rest = (window[0]?.countedAt ?? at) + perMs - at;
    const wait = asked
      ? asked * (1 + Math.random() / 10)
      : SLACK_MS + Math.random() * Math.min(Math.max(0, rest), 500 * 2 ** slowdowns);
    // However long that is, the API is tried again after this: one odd response must not end a client's life.
    const ms = Math.min(wait, 900_000);
    shutFor(ms);
    // Those that were sent before the first 429 could not know better.
    const first = pass.startedAt > slowedAt;
    if (shared) shared.shut(ms);
    else {
      const accepted = window.filter((each) => !each.rejected && each.countedAt + perMs > at).length;
      pace.slowDown(at, shutUntil, accepted, first);
    }
    if (!first) return;
    slowedAt = at;
    pacedUntil = 0;
    slowdowns = Math.min(slowdowns + 1, 6);
  };

  return {
    enter(call) {
      const at = now();
      if (!shared && !queue.length && underWay < inFlight && opensAt(at) <= at) return admit(at);
      if (shutUntil > call.deadline) return undefined;
      let granted: Pass | undefined;
      let waiting: Waiting;
      const started = new Promise<Pass | undefined>((resolve) => {
        const start = (pass?: Pass) => {
          granted = pass;
          resolve(pass);
        };
        waiting = { ...call, start };
        queue.add(waiting);
      });
      serve();
      const giveUp = () => {
        // Started in the very moment of giving up: its place goes back unused.
        if (granted) underWay--;
        else queue.remove(waiting);
        serve();
      };
      return bounded(started, call.deadline - at, call.signal, () => undefined, giveUp);
    },

    leave(pass, response) {
      const at = now();
      underWay--;
      pass.countedAt = Math.min(pass.countedAt, at);
      if (response?.status === 429) learn(pass, at, retryAfterMs(response.headers));
      else if (response && pass.startedAt > slowedAt) slowdowns = 0;
      serve();
    },

    shutForMs: () => shutUntil - now(),
  };
}
