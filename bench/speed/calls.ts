import { fork } from "node:child_process";
import { once } from "node:events";
import { must } from "../../scripts/run.ts";
import type { Stage } from "../stage.ts";
import { type ClientName, ours, ratios, returned, type Summary, summarize } from "./call.ts";
import type { Plan, Row } from "./compare.ts";

export interface Calls {
  readonly loopback: readonly Row[];
  readonly inProcess: readonly Row[];
}

/** How much longer this client is measured than a peer: it is the one whose figures have something to reach. */
const LONGER = 5;

/**
 * Each client against raw `fetch` and openapi-fetch: over a socket to a server in another process, and with a `fetch` in
 * memory. A client has a process to itself, as in a program that uses it.
 */
export async function measureCalls(
  stage: Stage,
  names: readonly ClientName[],
  plans: { loopback: Plan; inProcess: Plan },
): Promise<Calls> {
  const server = fork(stage.program("server"), [String(returned.init.status), returned.text], {
    execArgv: [],
  });
  try {
    const [url] = await once(server, "message");
    const rows: { loopback: Row; inProcess?: Row }[] = [];
    for (const name of names) {
      const given = [plans.loopback, plans.inProcess].map((plan) => JSON.stringify(longer(name, plan)));
      const args = [stage.program("compare"), name, url, ...given];
      rows.push(JSON.parse(await must(process.execPath, args, { cwd: stage.folder })));
    }
    return {
      loopback: rows.map(({ loopback }) => loopback),
      inProcess: rows.flatMap(({ inProcess }) => inProcess ?? []),
    };
  } finally {
    server.disconnect();
  }
}

const longer = (name: ClientName, plan: Plan): Plan => ({
  ...plan,
  seconds: name === ours ? plan.seconds * LONGER : plan.seconds,
});

export interface Import {
  readonly name: string;
  readonly milliseconds: Summary;
  /** Against openapi-fetch. */
  readonly ratio: Summary;
}

/** The processor's time for the first import of each package in a new process, the process itself not counted. */
export async function measureImports(
  stage: Stage,
  names: readonly string[],
  rounds: number,
): Promise<Import[]> {
  const first = async (name: string) =>
    Number(await must(process.execPath, ["--input-type=module", "-e", program(name)], { cwd: stage.folder }));
  const samples = new Map(names.map((name) => [name, [] as number[]]));
  for (const name of names) await first(name); // from the disk
  for (let round = 0; round < rounds; round++)
    for (const [name, taken] of samples) taken.push(await first(name));
  return names.map((name) => ({
    name,
    milliseconds: summarize(samples.get(name) ?? []),
    ratio: summarize(ratios(samples.get(name) ?? [], samples.get("openapi-fetch") ?? [])),
  }));
}

const program = (name: string) =>
  `const before = process.cpuUsage(); await import(${JSON.stringify(name)}); const { user, system } = process.cpuUsage(before); process.stdout.write(String((user + system) / 1000));`;
