import { baseline, isAnswer } from "./call.ts";
import { type Client, clients, type Fetch, type Send } from "./clients.ts";
import type { Plan, Row } from "./row.ts";
import { ratios, summarize } from "./summary.ts";

const FEWEST_ROUNDS = 5;

/** Lets the clients take turns: every round has a sample of each, in another order. */
export async function compare(
  url: string,
  fetch: Fetch,
  among: readonly Client[],
  plan: Plan,
): Promise<Row[]> {
  const contestants = among.map(({ name, create }) => ({
    name,
    send: create(url, fetch),
    samples: [] as Sample[],
  }));
  for (const { name, send } of contestants) {
    if (!isAnswer(await send())) throw new Error(`${name} did not give the decoded answer`);
    await sample(send, plan.calls * 3);
  }
  const until = performance.now() + plan.seconds * 1_000;
  for (let round = 0; round < FEWEST_ROUNDS || performance.now() < until; round++)
    for (const contestant of turned(contestants, round))
      contestant.samples.push(await sample(contestant.send, plan.calls));

  const timesOf = (wanted: string, kind: keyof Sample) =>
    contestants.find(({ name }) => name === wanted)?.samples.map((each) => each[kind]) ?? [];
  const against = (name: string, other: string, kind: keyof Sample) =>
    summarize(ratios(timesOf(name, kind), timesOf(other, kind)));
  return contestants.map(({ name }) => ({
    name,
    microseconds: summarize(timesOf(name, "wall")),
    ratio: against(name, baseline, "wall"),
    cpuRatio: against(name, baseline, "cpu"),
    toOpenapiFetch: against(name, "openapi-fetch", "wall"),
  }));
}

/** Microseconds a call. */
interface Sample {
  readonly wall: number;
  readonly cpu: number;
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

export const inProcess: readonly Client[] = clients.filter((client) => client.inProcess !== false);
