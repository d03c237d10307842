import { baseline, type ClientName, isAnswer, openapiFetch } from "./call.ts";
import { clients, type Fetch, type Send } from "./clients.ts";
import type { Plan, Row } from "./row.ts";
import { ratios, summarize } from "./summary.ts";

const FEWEST_ROUNDS = 5;
/** Turns of each client in a round: so many that each has had its share of collecting garbage. */
const TURNS = 8;

/**
 * One client beside raw `fetch` and openapi-fetch: they take short turns, in another order each time, and a round has a
 * sample of each, the mean of some turns. No more than three, since a program has one client as well, and with a dozen
 * each would find its code cold.
 */
export async function compare(name: ClientName, url: string, fetch: Fetch, plan: Plan): Promise<Row> {
  const names = [...new Set([baseline, openapiFetch, name] as const)];
  const contestants = names.map((each) => ({
    name: each,
    send: clients[each].create(url, fetch),
    samples: [] as Sample[],
  }));
  for (const { name, send } of contestants) {
    if (!isAnswer(await send())) throw new Error(`${name} did not give the decoded answer`);
    await sample(send, plan.calls * 5);
  }
  const until = performance.now() + plan.seconds * 1_000;
  for (let round = 0; round < FEWEST_ROUNDS || performance.now() < until; round++) {
    for (const { samples } of contestants) samples.push({ wall: 0, cpu: 0 });
    for (let turn = 0; turn < TURNS; turn++)
      for (const { send, samples } of turned(contestants, round + turn)) {
        const { wall, cpu } = await sample(send, plan.calls);
        const sum = samples[round] as Sample;
        sum.wall += wall / TURNS;
        sum.cpu += cpu / TURNS;
      }
  }

  const timesOf = (wanted: ClientName, kind: keyof Sample) =>
    contestants.find((each) => each.name === wanted)?.samples.map((each) => each[kind]) ?? [];
  const against = (other: ClientName, kind: keyof Sample) =>
    summarize(ratios(timesOf(name, kind), timesOf(other, kind)));
  return {
    name,
    microseconds: summarize(timesOf(name, "wall")),
    ratio: against(baseline, "wall"),
    cpuRatio: against(baseline, "cpu"),
    toOpenapiFetch: against(openapiFetch, "wall"),
  };
}

/** Microseconds a call. */
interface Sample {
  wall: number;
  cpu: number;
}

async function sample(send: Send, calls: number): Promise<Sample> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) await send();
  const { user, system } = process.cpuUsage(before);
  return { wall: ((performance.now() - startedAt) * 1_000) / calls, cpu: (user + system) / calls };
}

/** Begins with another one each time, and every second time goes backwards: nobody always follows the same one. */
function turned<T>(all: readonly T[], round: number): T[] {
  const from = round % all.length;
  const order = [...all.slice(from), ...all.slice(0, from)];
  return round % 2 ? order.reverse() : order;
}
