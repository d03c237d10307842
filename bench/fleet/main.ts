import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import type { LimiterKind } from "../../test/faults/server/limited-api.ts";
import { hasRedis, type RedisServer, startRedis } from "../../test/support/redis-server.ts";
import { table } from "../../test/support/table.ts";
import { startServer } from "../load/start-server.ts";
import { writeSection } from "../page.ts";
import type { Job, LimiterName } from "./limiters.ts";

// Eight processes that pause sandboxes against one rate limit, with several ways to share it, and with a Redis that
// fails meanwhile. Starts a Redis of its own and ends it. --only TEXT: the rows that contain it; --json: as data;
// --keep: writes the table into docs/reliability.md, unless the machine is too busy to be measured on; --gate: ends with
// 1 where our own figures miss what they promise.

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
  },
});

const PROCESSES = 8;
const ALLOWED = 400;
const TOLD = 380;
const PER_MS = 1000;

const even = (calls: number) => Array.from({ length: PROCESSES }, () => calls);
/** One process has three quarters of the work. */
const UNEVEN = [1500, 72, 72, 72, 71, 71, 71, 71];

interface Scenario {
  readonly kind: LimiterKind;
  readonly limiter: LimiterName;
  readonly what: string;
  readonly calls: readonly number[];
  readonly clockMs?: number;
  /** Instead of what is told and allowed everywhere else. */
  readonly requests?: number;
  /** What happens to Redis meanwhile. */
  readonly disturb?: (redis: RedisServer) => Promise<void>;
  /** What this has to reach. */
  readonly promise?: { readonly requestsPerCall: number; readonly time: number };
}

interface Measured {
  readonly server: string;
  readonly limiter: string;
  readonly what: string;
  readonly calls: number;
  readonly failed: number;
  readonly twice: number;
  readonly requestsPerCall: number;
  /** The time that the calls need at least, times this. */
  readonly time: number;
  /** Most requests in any second. */
  readonly peak: number;
  readonly kept: boolean | undefined;
}

const kinds: readonly LimiterKind[] = ["sliding window", "fixed window", "token bucket"];
const promise = { requestsPerCall: 1.02, time: 1.15 };
const HOUR_MS = 3_600_000;

const scenarios: readonly Scenario[] = kinds.flatMap((kind): Scenario[] => [
  { kind, limiter: "leap0-fetch, shared", what: "250 calls each", calls: even(250), promise },
  { kind, limiter: "leap0-fetch, shared", what: "uneven", calls: UNEVEN, promise },
  { kind, limiter: "leap0-fetch, not shared", what: "250 calls each", calls: even(250) },
  { kind, limiter: "leap0-fetch, an eighth each", what: "uneven", calls: UNEVEN },
  { kind, limiter: "bottleneck on Redis", what: "250 calls each", calls: even(250) },
  { kind, limiter: "rate-limiter-flexible, queue", what: "250 calls each", calls: even(250) },
  {
    kind,
    limiter: "leap0-fetch, shared",
    what: "clocks an hour apart",
    calls: even(250),
    clockMs: HOUR_MS,
    promise,
  },
  {
    kind,
    limiter: "leap0-fetch, shared",
    what: "Redis killed, started 3 s later",
    calls: even(500),
    async disturb(redis) {
      await sleep(2000);
      await redis.kill();
      await sleep(3000);
      await redis.start();
    },
    // Without Redis, eight processes send eight tenths of the limit.
    promise: { requestsPerCall: 1.02, time: 1.3 },
  },
  {
    kind,
    limiter: "leap0-fetch, shared",
    what: "Redis frozen for 10 s",
    calls: even(750),
    async disturb(redis) {
      await sleep(2000);
      redis.freeze();
      await sleep(10_000);
      redis.thaw();
    },
    promise: { requestsPerCall: 1.02, time: 1.4 },
  },
]);

/** The calls alone, with nothing in their way, may take a fifth of the ideal time: else it is the machine that is measured. */
const unhindered: Scenario = {
  kind: "token bucket",
  limiter: "leap0-fetch, not shared",
  what: "no limit",
  calls: even(250),
  requests: 1e9,
  promise: { requestsPerCall: 1, time: 0.2 },
};

async function measure(scenario: Scenario, worker: string): Promise<Measured> {
  const { kind, limiter, what, calls, clockMs = 0, requests, disturb, promise } = scenario;
  const redis = await startRedis();
  const server = await startServer({
    kind,
    requests: requests ?? ALLOWED,
    perMs: PER_MS,
    retryAfter: true,
  });
  const fleet = await Promise.all(
    calls.map(async (count, at) => {
      const child = fork(worker, { execArgv: [] });
      const ready = once(child, "message");
      const job: Job = {
        limiter,
        url: server.url,
        redisPort: redis.port,
        requests: requests ?? TOLD,
        processes: PROCESSES,
        ids: Array.from({ length: count }, (_, id) => `sbx-${at}-${id}`),
        clockMs: clockMs * (at - PROCESSES / 2),
      };
      child.send(job);
      await ready;
      return child;
    }),
  );
  const startedAt = performance.now();
  const disturbed = disturb?.(redis);
  const failures = await Promise.all(fleet.map(failuresOf));
  const ms = performance.now() - startedAt;
  await disturbed;
  const tally = await server.end();
  await redis.close();
  const total = calls.reduce((sum, each) => sum + each, 0);
  const failed = failures.reduce((sum, each) => sum + each, 0);
  const requestsPerCall = tally.requests / total;
  const time = ms / ((total / ALLOWED) * PER_MS);
  const kept =
    promise &&
    failed === 0 &&
    tally.pausedAgain === 0 &&
    requestsPerCall <= promise.requestsPerCall &&
    time <= promise.time;
  return {
    server: kind,
    limiter,
    what,
    calls: total,
    failed,
    twice: tally.pausedAgain,
    requestsPerCall,
    time,
    peak: tally.peak,
    kept,
  };
}

/** A process that does not come to its end has failed with all its calls. */
async function failuresOf(child: ChildProcess): Promise<number> {
  const told = once(child, "message");
  child.send("go");
  const lost = once(child, "exit").then(() => [{ failed: Number.NaN }]);
  const [{ failed }] = (await Promise.race([told, lost])) as [{ failed: number }];
  return failed;
}

async function main(): Promise<number> {
  if (!hasRedis()) throw new Error("there is no redis-server on the path");
  const folder = await mkdtemp(join(tmpdir(), "leap0-fleet-"));
  const worker = join(folder, "worker.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "cjs",
    conditions: ["leap0-source"],
    outfile: worker,
    logLevel: "error",
  });
  const rows: Measured[] = [];
  let quiet = false;
  try {
    quiet = (await measure(unhindered, worker)).kept === true;
    if (!quiet) console.error("This machine is too busy: the times are not the limiters'.");
    for (const scenario of scenarios) {
      if (!`${scenario.kind}, ${scenario.limiter}, ${scenario.what}`.includes(flags.only)) continue;
      const row = await measure(scenario, worker);
      rows.push(row);
      console.error(cells(row).join(", "), row.kept === false ? "MISSED" : "");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const titles = [
    "server",
    "limiter",
    "load",
    "calls failed",
    "done twice",
    "requests a call",
    "time ÷ ideal",
    "most in 1 s",
  ];
  if (flags.json) console.log(JSON.stringify(rows, undefined, 2));
  if (flags.keep && quiet) await writeSection("fleet", table(titles, rows.map(cells)));
  return flags.gate && rows.some(({ kept }) => kept === false) ? 1 : 0;
}

const cells = (row: Measured): (string | number)[] => [
  row.server,
  row.limiter,
  row.what,
  row.failed,
  row.twice,
  row.requestsPerCall.toFixed(2),
  row.time.toFixed(2),
  row.peak,
];

process.exitCode = await main();
