import Bottleneck from "bottleneck";
import { Redis } from "ioredis";
import { RateLimiterQueue, RateLimiterRedis } from "rate-limiter-flexible";
import { Leap0Client, type Leap0Event, type RateLimit } from "../../src/index.ts";
import { redisRateLimit } from "../../src/rate-limit/redis.ts";

// One process of the fleet: gets its job, says that it is ready, starts all its calls at once when it is told to, and
// says how many failed.

/** What it is told. */
export interface Job {
  readonly limiter: LimiterName;
  readonly url: string;
  readonly redisPort: number;
  /** Requests a second that the whole fleet is told. */
  readonly requests: number;
  readonly processes: number;
  /** The sandboxes to pause. */
  readonly ids: readonly string[];
  /** How far off the clock of this process is. */
  readonly clockMs: number;
}

type Pause = (sandboxID: string) => Promise<unknown>;
export type LimiterName = keyof typeof limiters;

const PER_MS = 1000;
const apiKey = "fleet-key-0123456789";

function client({ url }: Job, rateLimit: RateLimit | false, onEvent?: (event: Leap0Event) => void): Pause {
  const leap0 = new Leap0Client({ baseUrl: url, apiKey, rateLimit, onEvent });
  return (sandboxID) => leap0.sandboxes.pause(sandboxID);
}

/** The same client every time, with two retries: only what holds the requests back differs. */
const limiters = {
  "leap0-fetch, shared": (job: Job): Pause => {
    const redis = new Redis(job.redisPort, "127.0.0.1");
    redis.on("error", () => {});
    const shared = redisRateLimit((script, keys, args) => redis.eval(script, keys.length, ...keys, ...args));
    return client(job, { requests: job.requests, perMs: PER_MS, shared });
  },
  "leap0-fetch, not shared": (job: Job): Pause => client(job, { requests: job.requests, perMs: PER_MS }),
  "leap0-fetch, an eighth each": (job: Job): Pause =>
    client(job, { requests: Math.floor(job.requests / job.processes), perMs: PER_MS }),
  "bottleneck on Redis": (job: Job): Pause => {
    const limiter = new Bottleneck({
      id: "fleet",
      datastore: "ioredis",
      Redis,
      clientOptions: { port: job.redisPort, host: "127.0.0.1" },
      clearDatastore: false,
      reservoir: job.requests,
      reservoirRefreshAmount: job.requests,
      reservoirRefreshInterval: PER_MS,
    });
    limiter.on("error", () => {});
    const pause = client(job, false);
    return (sandboxID) => limiter.schedule(() => pause(sandboxID));
  },
  "rate-limiter-flexible, queue": (job: Job): Pause => {
    const storeClient = new Redis(job.redisPort, "127.0.0.1");
    storeClient.on("error", () => {});
    const limiter = new RateLimiterRedis({ storeClient, points: job.requests, duration: PER_MS / 1000 });
    const queue = new RateLimiterQueue(limiter);
    const pause = client(job, false);
    return async (sandboxID) => {
      await queue.removeTokens(1, "fleet");
      return pause(sandboxID);
    };
  },
} as const;

process.once("message", async (given) => {
  const job = given as Job;
  const realNow = Date.now;
  Date.now = () => realNow() + job.clockMs;
  const pause = limiters[job.limiter](job);
  // The calls are to meet the limiter, not the time that connections take.
  await new Promise((resolve) => setTimeout(resolve, 300));
  process.once("message", async () => {
    const ends = await Promise.allSettled(job.ids.map(pause));
    const failed = ends.filter(({ status }) => status === "rejected").length;
    process.send?.({ failed }, () => process.exit(0));
  });
  process.send?.("ready");
});
