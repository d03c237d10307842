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
import { startServer } from "../load/server.ts";
import { writeSection } from "../page.ts";
import type { Job, LimiterName } from "./worker.ts";

// Eight processes that pause sandboxes against one rate limit, with several ways to share it, and with a Redis that
// fails meanwhile. Starts a Redis of its own and ends it. --only TEXT: the rows that contain it; --json: as data;
// --keep: writes the table into docs/reliability.md, unless the machine is too busy to be measured on; --gate: ends with
// 1 where our own figures miss what they promise.

const flag = { type: "boolean", default: false } as const;
const { values: flags } = parseArgs({
  options: { only: { type: "string", default: "" }, json: flag, keep: flag, gate: flag },
});

const PROCESSES = 8;
const ALLOWED = 400;
const TOLD = 380;
const PER_MS = 1000;
const HOUR_MS = 3_600_000;

const even = (calls: number) => Array.from({ length: PROCESSES }, () => calls);
/** One process has three quarters of the work. */
const UNEVEN = [1500, 72, 72, 72, 71, 71, 71, 71];

interface Scenario {
  readonly limiter: LimiterName;
  readonly what: string;
  readonly calls: readonly number[];
  readonly clockMs?: number;
  /** Instead of what is told and allowed everywhere else. */
  readonly requests?: number;
  /** What happens to Redis meanwhile. */
  readonly disturb?: (redis: RedisServer) => Promise<void>;
  /** The longest time that this may take, against the ideal one. What promises that promises all the rest. */
  readonly time?: number;
}

const shared = "leap0-fetch, shared";
const each = { what: "250 calls each", calls: even(250) };
const uneven = { what: "uneven", calls: UNEVEN };

/** Each against every kind of rate limit. */
const scenarios: readonly Scenario[] = [
  { limiter: shared, ...each, time: 1.15 },
  { limiter: shared, ...uneven, time: 1.15 },
  { limiter: "leap0-fetch, not shared", ...each },
  { limiter: "leap0-fetch, an eighth each", ...uneven },
  { limiter: "bottleneck on Redis", ...each },
  { limiter: "rate-limiter-flexible, queue", ...each },
  { limiter: shared, what: "clocks an hour apart", calls: even(250), clockMs: HOUR_MS, time: 1.15 },
  {
    limiter: shared,
    what: "Redis killed, started 3 s later",
    calls: even(500),
    async disturb(redis) {
      await sleep(2000);
      await redis.kill();
      await sleep(3000);
      await redis.start();
    },
    // Without Redis, eight processes send eight tenths of the limit.
    time: 1.3,
  },
  {
    limiter: shared,
    what: "Redis frozen for 10 s",
    calls: even(750),
    async disturb(redis) {
      await sleep(2000);
      redis.freeze();
      await sleep(10_000);
      redis.thaw();
    },
    time: 1.4,
  },
];

/** The calls alone, with nothing in their way. */
const unhindered: Scenario = { limiter: "leap0-fetch, not shared", ...each, requests: 1e9 };
/** The part of the ideal time that they may take: else it is the machine that is measured. */
const LONGEST_UNHINDERED = 0.2;

async function measure(kind: LimiterKind, scenario: Scenario, worker: string) {
  const { limiter, what, calls, clockMs = 0, requests, disturb } = scenario;
  const redis = await startRedis();
  const server = await startServer({ kind, requests: requests ?? ALLOWED, perMs: PER_MS, retryAfter: true });
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
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const total = sum(calls);
  return {
    server: kind,
    limiter,
    what,
    calls: total,
    failed: sum(failures),
    twice: tally.pausedAgain,
    requestsPerCall: tally.requests / total,
    /** The time that the calls need at least, times this. */
    time: ms / ((total / ALLOWED) * PER_MS),
    /** Most requests in any second. */
    peak: tally.peak,
  };
}

type Measured = Awaited<ReturnType<typeof measure>>;

/** A process that does not come to its end has failed with all its calls. */
async function failuresOf(child: ChildProcess): Promise<number> {
  const told = once(child, "message");
  child.send("go");
  const lost = once(child, "exit").then(() => [{ failed: Number.NaN }]);
  const [{ failed }] = (await Promise.race([told, lost])) as [{ failed: number }];
  return failed;
}

/** What every row with a time promises as well. */
const isSafe = ({ failed, twice }: Measured) => failed === 0 && twice === 0;

/** On a busy machine times are not the limiter's, and requests bunch up: only failures are judged then. */
async function measureAll(worker: string) {
  const isQuiet = async () => (await measure("token bucket", unhindered, worker)).time <= LONGEST_UNHINDERED;
  let quiet = await isQuiet();
  const rows: (Measured & { kept: boolean | undefined })[] = [];
  for (const kind of ["sliding window", "fixed window", "token bucket"] as const)
    for (const scenario of scenarios) {
      if (!`${kind}, ${scenario.limiter}, ${scenario.what}`.includes(flags.only)) continue;
      const { time: longest } = scenario;
      const isInTime = ({ requestsPerCall, time }: Measured) =>
        !quiet || !longest || (requestsPerCall <= 1.02 && time <= longest);
      let row = await measure(kind, scenario, worker);
      // Another program may have come in between; it explains no failure.
      if (longest && isSafe(row) && !isInTime(row)) {
        quiet = await isQuiet();
        row = await measure(kind, scenario, worker);
      }
      const kept = longest ? isSafe(row) && isInTime(row) : undefined;
      rows.push({ ...row, kept });
      console.error(cells(row).join(", "), kept === false ? "MISSED" : "");
    }
  if (!quiet) console.error("This machine is too busy: the times are not the limiters'.");
  return { rows, quiet };
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
  const { rows, quiet } = await measureAll(worker).finally(() =>
    rm(folder, { recursive: true, force: true }),
  );
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
