import { createLimiter, type LimiterKind } from "./limiters.ts";

export interface LimitedOptions {
  readonly kind: LimiterKind;
  readonly requests: number;
  readonly perMs: number;
  /** Whether a 429 says how long to wait: in whole seconds, as the header has it. */
  readonly retryAfter: boolean;
}

/** What arrived. */
export interface Tally {
  readonly requests: number;
  /** The most requests in any window of `perMs`. */
  readonly peak: number;
  /** How many sandboxes were paused, and how many more than once. */
  readonly paused: number;
  readonly pausedAgain: number;
}

export interface LimitedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An API whose one operation is pause, and in front of it a rate limit. */
export interface LimitedApi {
  readonly answer: (path: string) => LimitedAnswer;
  readonly tally: () => Tally;
}

export function createLimitedApi({ kind, requests, perMs, retryAfter }: LimitedOptions): LimitedApi {
  const roomIn = createLimiter(kind, requests, perMs);
  const pauses = new Map<string, number>();
  const arrivals: number[] = [];
  return {
    answer(path) {
      const now = performance.now();
      arrivals.push(now);
      const wait = roomIn(now);
      if (wait > 0) {
        const asked = retryAfter ? { "retry-after": String(Math.ceil(wait / 1000)) } : {};
        return answer(429, { message: "Too many requests." }, asked);
      }
      const id = path.split("/")[3] ?? "";
      pauses.set(id, (pauses.get(id) ?? 0) + 1);
      return answer(201, paused(id));
    },
    tally: () => ({
      requests: arrivals.length,
      peak: mostInAWindow(arrivals, perMs),
      paused: pauses.size,
      pausedAgain: [...pauses.values()].filter((count) => count > 1).length,
    }),
  };
}

const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): LimitedAnswer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

const paused = (id: string) => ({
  id,
  template_id: "tpl-abc123",
  vcpu: 1,
  memory: 1024,
  disk: 10240,
  timeout: 300,
  state: "paused",
  auto_pause: false,
  created_at: "2026-01-01T00:00:00Z",
  network_policy: null,
});

/** The most of these times, which ascend, that any window of this length holds. */
export function mostInAWindow(times: readonly number[], perMs: number): number {
  let from = 0;
  let most = 0;
  for (const [at, time] of times.entries()) {
    while ((times[from] ?? time) <= time - perMs) from++;
    most = Math.max(most, at - from + 1);
  }
  return most;
}
