import type { RateLimit } from "../configuration/options.ts";
import { bounded } from "./bounded.ts";
import type { Call } from "./call.ts";
import { now } from "./call.ts";
import { createFifo } from "./fifo.ts";

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
 * what was too much, and gets faster with each answer.
 */
export interface Gate {
  /** Waits for the turn of a call; `undefined` where the call's total limit comes first. */
  enter(call: Call): Promise<Pass | undefined>;
  /** Tells how a request ended. */
  leave(pass: Pass, status: number | undefined, retryAfterMs: number | undefined): void;
  /** How long the gate stays shut after a 429, in milliseconds. */
  shutForMs(): number;
}

/** A gate that is shut for longer is tried again all the same: one odd answer must not end a client's life. */
const LONGEST_SHUT_MS = 900_000;
/** What a late timer may catch up of an even pace. */
const SLACK_MS = 50;

export function createGate({ requests, perMs, inFlight = 256 }: RateLimit): Gate {
  const window = createFifo<Pass>();
  const queue = createFifo<Waiting>();
  let underWay = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let allowed = requests;
  let shutUntil = 0;
  let paceFrom = 0;
  let refusedAt = -1;
  let refusals = 0;

  const opensAt = (at: number) => {
    for (let oldest = window.first(); oldest && oldest.countedAt + perMs <= at; oldest = window.first())
      window.shift();
    const full = window.fromEnd(Math.floor(allowed));
    return Math.max(shutUntil, full ? full.countedAt + perMs : 0, allowed < requests ? paceFrom : 0);
  };

  const admit = (at: number): Pass => {
    // An unanswered request is counted as arriving late, though not for ever: some take minutes.
    const pass = { startedAt: at, countedAt: at + perMs / 10, refused: false };
    window.insert(pass, () => true);
    underWay++;
    paceFrom = Math.max(paceFrom, at - SLACK_MS) + perMs / allowed;
    return pass;
  };

  const serve = () => {
    clearTimeout(timer);
    while (queue.size && underWay < inFlight) {
      const at = now();
      const wait = opensAt(at) - at;
      if (wait > 0) {
        timer = setTimeout(serve, wait);
        return;
      }
      queue.shift()?.start(admit(at));
    }
  };

  return {
    async enter({ number, deadline, signal }) {
      const at = now();
      if (!queue.size && underWay < inFlight && opensAt(at) <= at) return admit(at);
      if (shutUntil > deadline) return undefined;
      let waiting: Waiting;
      let granted: Pass | undefined;
      const turn = new Promise<Pass>((resolve) => {
        const start = (pass: Pass) => {
          granted = pass;
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

    leave(pass, status, retryAfterMs) {
      const at = now();
      underWay--;
      pass.countedAt = Math.min(pass.countedAt, at);
      if (status === 429) {
        pass.refused = true;
        // Without a word from the API: until the window moves on, but not for long, since its length is a guess.
        const oldest = window.first()?.countedAt ?? at;
        const wait = retryAfterMs ?? Math.min(Math.max(SLACK_MS, oldest + perMs - at), 500 * 2 ** refusals);
        shutUntil = Math.max(shutUntil, at + Math.min(wait * (1 + Math.random() / 10), LONGEST_SHUT_MS));
        // Those sent before the first refusal say nothing new.
        if (pass.startedAt > refusedAt) {
          const accepted = window
            .items()
            .filter(({ refused, startedAt }) => !refused && startedAt < pass.startedAt).length;
          allowed = Math.max(1, accepted, allowed / 2);
          refusedAt = at;
          paceFrom = 0;
          refusals = Math.min(refusals + 1, 6);
        }
      } else if (status && pass.startedAt > refusedAt) {
        refusals = 0;
        allowed = Math.min(requests, allowed + 0.1);
      }
      serve();
    },

    shutForMs: () => shutUntil - now(),
  };
}
