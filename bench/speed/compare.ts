import { performance } from "node:perf_hooks";
import {
  baseline,
  type ClientName,
  openapiFetch,
  ratios,
  returned,
  type Summary,
  summarize,
} from "./call.ts";
import { createSend, type Fetch, type Send, takesFetch } from "./clients.ts";

// A program. argv: the client, the loopback server's URL, the two plans. Prints the client's two rows.

export interface Plan {
  /** Rounds follow each other for so long: a busy machine makes fewer of them, and the bench ends all the same. */
  readonly seconds: number;
  /** Calls of one client in a row. */
  readonly calls: number;
  /** Nothing is there to wait for, so that a client that waits does it on its own account. */
  readonly countsIdle: boolean;
}

/** One client's figures: microseconds a call, and the ratios to the same round's of raw fetch and openapi-fetch. */
export interface Row {
  readonly name: ClientName;
  readonly microseconds: Summary;
  readonly toRawFetch: Summary;
  readonly toOpenapiFetch: Summary;
}

const FEWEST_ROUNDS = 5;
/** Turns of each client in a round. */
const TURNS = 16;

/**
 * One client beside raw `fetch` and openapi-fetch: they take short turns, in another order each time, and a round has a
 * sample of each, the lower quartile of its turns: what disturbs a turn makes it longer, never shorter. No more than
 * three, since a program has one client as well, and with a dozen each would find its code cold.
 */
async function compare(name: ClientName, url: string, fetch: Fetch, plan: Plan): Promise<Row> {
  const contestants: { name: ClientName; send: Send; samples: number[] }[] = [];
  for (const each of new Set([baseline, openapiFetch, name] as const)) {
    const send = await createSend(each, url, fetch);
    await cost(send, { ...plan, calls: 500 });
    contestants.push({ name: each, send, samples: [] });
  }
  const until = performance.now() + plan.seconds * 1_000;
  for (let round = 0; round < FEWEST_ROUNDS || performance.now() < until; round++) {
    const turns = contestants.map((): number[] => []);
    for (let turn = 0; turn < TURNS; turn++)
      for (const at of order(contestants.length, round + turn))
        turns[at]?.push(await cost(contestants[at]?.send as Send, plan));
    for (const [at, { samples }] of contestants.entries()) samples.push(summarize(turns[at] ?? []).low);
  }

  const samplesOf = (wanted: ClientName) => contestants.find((each) => each.name === wanted)?.samples ?? [];
  return {
    name,
    microseconds: summarize(samplesOf(name)),
    toRawFetch: summarize(ratios(samplesOf(name), samplesOf(baseline))),
    toOpenapiFetch: summarize(ratios(samplesOf(name), samplesOf(openapiFetch))),
  };
}

/** Microseconds a call of the processor, over some calls in a row: on the clock there are those of other programs as well. */
async function cost(send: Send, { calls, countsIdle }: Plan): Promise<number> {
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  for (let call = 0; call < calls; call++) await send();
  const { user, system } = process.cpuUsage(cpu);
  const idle = countsIdle ? performance.eventLoopUtilization(loop).idle * 1_000 : 0;
  return (user + system + idle) / calls;
}

/** Begins with another one each time, and every second time goes backwards: nobody always follows the same one. */
function order(count: number, round: number): number[] {
  const turned = Array.from({ length: count }, (_, at) => (at + round) % count);
  return round % 2 ? turned.reverse() : turned;
}

const [given, url = "", loopback = "", memory = ""] = process.argv.slice(2);
const name = given as ClientName;
const inMemory = async () => new Response(returned.text, returned.init);
const rows = {
  // Late, as a program that leaves `fetch` out would have it.
  loopback: await compare(name, url, (input, init) => fetch(input, init), JSON.parse(loopback) as Plan),
  inProcess: takesFetch(name)
    ? await compare(name, "http://localhost", inMemory, JSON.parse(memory) as Plan)
    : undefined,
};
process.stdout.write(JSON.stringify(rows));
// Peers keep timers of their own.
process.exit(0);
