import type { RateLimit } from "../config/options.ts";
import { bounded, MAX_DELAY_MS } from "../transport/bounded.ts";
import type { Call } from "../transport/call.ts";
import { now } from "../transport/call.ts";
import type { Answer } from "../transport/outcome.ts";
import { retryAfterMs } from "../transport/retry-after.ts";
import { createPace } from "./pace.ts";
import { createFifo } from "./queue.ts";

/** A start that the gate let through. */
export interface Pass {
  readonly startedAt: number;
  /** When the API counts it at the latest: some time between start and answer. */
  countedAt: number;
  refused: boolean;
}

interface Waiting {
  readonly number: number;
  readonly start: (pass: Pass) => void;
}

/**
 * One for a client: every request passes it, first come, first served. It keeps to `requests` in any window of
 * `perMs`, bounds what is under way, and after a 429 holds everybody back: then it goes on at an even pace, below
 * what was too much, until it has been calm for a while.
 */
export interface Gate {
  /** Waits for the turn of a call; `undefined` where the call's total limit comes first. */
  enter(call: Call): Pass | undefined | Promise<Pass | undefined>;
  /** Tells how a request ended: with an answer, or without one. */
  leave(pass: Pass, answer: Pick<Answer, "status" | "headers"> | undefined): void;
  /** How long the gate stays shut after a 429, in milliseconds. */
  shutForMs(): number;
}

/** A gate that is shut for longer is tried again all the same: one odd answer must not end a client's life. */
const LONGEST_SHUT_MS = 900_000;
/** What a late timer may catch up of an even pace. */
const SLACK_MS = 50;

export function createGate(limit: RateLimit): Gate {
  const { requests, perMs, inFlight = 256 } = limit;
  // An unanswered request counts as arriving late: in a burst, connections take their time. Not for ever, though, since
  // some answers take minutes.
  const latestArrival = Math.max(perMs / 10, Math.min(perMs, 1_000));
  const pace = createPace(limit);
  const window = createFifo<Pass>();
  const queue = createFifo<Waiting>();
  let underWay = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shutUntil = Number.NEGATIVE_INFINITY;
  let pacedUntil = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let refusals = 0;

  const opensAt = (at: number) => {
    for (let oldest = window.first(); oldest && oldest.countedAt + perMs <= at; oldest = window.first())
      window.shift();
    const allowed = pace.at(at);
    const full = window.fromEnd(Math.floor(allowed));
    return Math.max(shutUntil, full ? full.countedAt + perMs : 0, allowed < requests ? pacedUntil : 0);
  };

  const admit = (at: number): Pass => {
    const pass = { startedAt: at, countedAt: at + latestArrival, refused: false };
    window.push(pass);
    underWay++;
    pacedUntil = Math.max(pacedUntil, at - SLACK_MS) + perMs / pace.at(at);
    return pass;
  };

  const serve = () => {
    clearTimeout(timer);
    while (queue.size && underWay < inFlight) {
      const at = now();
      const wait = opensAt(at) - at;
      if (wait > 0) {
        timer = setTimeout(serve, Math.min(wait, MAX_DELAY_MS));
        return;
      }
      queue.shift()?.start(admit(at));
    }
  };

  const learn = (pass: Pass, at: number, asked: number | undefined) => {
    pass.refused = true;
    // Without a word from the API: until the window moves on, but not for long, since its length is a guess.
    const oldest = window.first()?.countedAt ?? at;
    const wait = asked ?? Math.min(Math.max(SLACK_MS, oldest + perMs - at), 500 * 2 ** refusals);
    shutUntil = Math.max(shutUntil, at + Math.min(wait * (1 + Math.random() / 10), LONGEST_SHUT_MS));
    const accepted = window.items().filter((each) => !each.refused && each.countedAt + perMs > at).length;
    // Those that were sent before the first refusal could not know better.
    const first = pass.startedAt > refusedAt;
    pace.refused(at, shutUntil, accepted, first);
    if (!first) return;
    refusedAt = at;
    pacedUntil = 0;
    refusals = Math.min(refusals + 1, 6);
  };

  return {
    enter({ number, deadline, signal }) {
      const at = now();
      if (!queue.size && underWay < inFlight && opensAt(at) <= at) return admit(at);
      if (shutUntil > deadline) return undefined;
      let waiting: Waiting;
      let granted = false;
      const turn = new Promise<Pass>((resolve) => {
        const start = (pass: Pass) => {
          granted = true;
          resolve(pass);
        };
        waiting = { number, start };
        // A call that was refused comes back with its old number, ahead of those that came later.
        queue.insert(waiting, (other) => other.number < number);
      });
      serve();
      const giveUp = () => {
        // Let through in the very moment of giving up: the pass goes back unused.
        if (granted) underWay--;
        else queue.remove(waiting);
        serve();
      };
      return bounded<Pass | undefined>(turn, deadline - at, signal, giveUp, () => undefined);
    },

    leave(pass, answer) {
      const at = now();
      underWay--;
      pass.countedAt = Math.min(pass.countedAt, at);
      if (answer?.status === 429) learn(pass, at, retryAfterMs(answer.headers));
      else if (answer && pass.startedAt > refusedAt) refusals = 0;
      serve();
    },

    shutForMs: () => shutUntil - now(),
  };
}
