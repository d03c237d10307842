import { baseline, isAnswer } from "./call.ts";
import { type Client, clients, type Fetch, type Send } from "./clients.ts";
import { ratios, type Summary, summarize } from "./summary.ts";

export interface Plan {
  /** Rounds follow each other for so long: a busy machine makes fewer of them, and the bench ends all the same. */
  readonly seconds: number;
  /** Calls of one client in a row. */
  readonly calls: number;
}

const FEWEST_ROUNDS = 5;

/** One client's figures: microseconds a call, and the ratio to the baseline's within each round. */
export interface Row {
  readonly name: string;
  readonly microseconds: Summary;
  readonly ratio: Summary;
  /** The same for the CPU time of the client's process: what others do on the machine hardly shows in it. */
  readonly cpuRatio: Summary;
  /** Against bare openapi-fetch. */
  readonly toOpenapiFetch: Summary;
}

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
