import type { LimitedOptions } from "../../test/faults/server/limited-api.ts";
import { table } from "../../test/support/table.ts";
import { writeSection } from "../page.ts";
import { bareFetch, clients, type LoadClient } from "./clients.ts";
import { startServer } from "./server.ts";

// 2,000 pauses at once against a rate limit, with this client and its peers: prints the figures and keeps them in
// docs/reliability.md. With an argument, only the clients whose names contain it, and nothing is kept. Nothing is kept
// either where the machine is too busy for such a rate: then every client looks slow.

const CALLS = 2000;
const REQUESTS = 400;
const PER_MS = 1000;
const IDEAL_MS = (CALLS / REQUESTS) * PER_MS;

/** A fifth of the ideal time: what the machine takes for itself must not be what is measured. */
const LONGEST_UNHINDERED_MS = IDEAL_MS / 5;

const servers: readonly LimitedOptions[] = (
  ["sliding window", "fixed window", "token bucket"] as const
).flatMap((kind) =>
  [true, false].map((retryAfter) => ({ kind, retryAfter, requests: REQUESTS, perMs: PER_MS })),
);

interface Measured {
  readonly failed: number;
  readonly requestsPerCall: number;
  readonly ms: number;
}

async function measure({ connect }: LoadClient, options: LimitedOptions): Promise<Measured> {
  const server = await startServer(options);
  const pause = connect(server.url);
  const startedAt = performance.now();
  const ends = await Promise.allSettled(Array.from({ length: CALLS }, (_, at) => pause(`sbx-${at}`)));
  const ms = performance.now() - startedAt;
  const tally = await server.end();
  const failed = ends.filter(({ status }) => status === "rejected").length;
  return { failed, requestsPerCall: tally.requests / CALLS, ms };
}

/** How long the machine needs for the calls alone, with nothing in their way. */
async function unhindered(): Promise<number> {
  const { ms } = await measure(bareFetch, {
    kind: "token bucket",
    requests: 1e9,
    perMs: 1,
    retryAfter: false,
  });
  return ms;
}

async function main(): Promise<void> {
  const [only] = process.argv.slice(2);
  // The first burst is for warming up: it is the machine that is asked about.
  await unhindered();
  const before = await unhindered();
  console.log(`without a limit: ${before.toFixed()} ms`);
  const rows: (string | number)[][] = [];
  for (const options of servers)
    for (const client of clients.filter(({ name }) => name.includes(only ?? ""))) {
      const { failed, requestsPerCall, ms } = await measure(client, options);
      const server = [options.kind, options.retryAfter ? "sent" : "not sent"];
      rows.push([...server, client.name, failed, requestsPerCall.toFixed(2), (ms / IDEAL_MS).toFixed(2)]);
      console.log(rows.at(-1)?.join(", "));
    }
  const slowest = Math.max(before, await unhindered());
  const titles = ["server", "`Retry-After`", "client", "calls failed", "requests a call", "time ÷ 5 s"];
  if (slowest > LONGEST_UNHINDERED_MS)
    console.error(`too busy to be measured on: ${slowest.toFixed()} ms without a limit`);
  else if (!only) await writeSection("load", table(titles, rows));
  process.exit(0);
}

void main();
