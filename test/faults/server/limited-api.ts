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
  let arrived = 0;
  return {
    answer(path) {
      arrived++;
      const wait = roomIn(performance.now());
      if (wait > 0) {
        const asked = retryAfter ? { "retry-after": String(Math.ceil(wait / 1000)) } : {};
        return answer(429, { message: "Too many requests." }, asked);
      }
      const id = path.split("/")[3] ?? "";
      pauses.set(id, (pauses.get(id) ?? 0) + 1);
      return answer(201, paused(id));
    },
    tally: () => ({
      requests: arrived,
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
