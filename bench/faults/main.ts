import { leap0, leap0Api, type MatrixClient } from "../../test/faults/matrix/clients.ts";
import { renderMatrix } from "../../test/faults/matrix/report.ts";
import { type Cell, cells } from "../../test/faults/matrix/rules.ts";
import { type Observation, type Result, runAll } from "../../test/faults/matrix/run.ts";
import { table } from "../../test/support/table.ts";
import { writeSection } from "../page.ts";
import { peers } from "./peers.ts";

// Runs the fault matrix with this client and with its peers, prints the figures and keeps them in docs/reliability.md.

/** What can be wrong with the end of a call, whoever made it. */
interface Score {
  /** The effect is there more than once. */
  readonly duplicate: boolean;
  /** A success was reported with another body than the API's, or with nothing done. */
  readonly wrongSuccess: boolean;
  /** A failure was reported although two more requests and reconciling would have brought the response. */
  readonly falseFailure: boolean;
  /** It had not ended when its limit was long past. */
  readonly hang: boolean;
  /** The key or a storage credential went to another origin. */
  readonly leak: boolean;
  /** When it had ended, requests or listeners were left behind. */
  readonly left: boolean;
}

function score({ expected }: Cell, seen: Observation): Score {
  return {
    duplicate: seen.applied > 1,
    wrongSuccess: seen.ends === "response" && !(seen.isRight && seen.isDone),
    falseFailure: seen.ends === "error" && expected.ends === "response",
    hang: seen.ends === "hang",
    leak: seen.leaked.secret,
    left: seen.ends !== "hang" && seen.left > 0,
  };
}

const isRight = (score: Score): boolean => !Object.values(score).some(Boolean);

const columns: readonly (readonly [string, keyof Score])[] = [
  ["applied twice", "duplicate"],
  ["wrong success", "wrongSuccess"],
  ["false failure", "falseFailure"],
  ["hangs", "hang"],
  ["key or secret leaked", "leak"],
  ["left open", "left"],
];

function rowOf(client: MatrixClient, results: readonly Result[]): (string | number)[] {
  const scores = results.map(({ cell, seen }) => score(cell, seen));
  const right = scores.filter(isRight).length;
  return [client.name, right, ...columns.map(([, flaw]) => scores.filter((each) => each[flaw]).length)];
}

async function main(): Promise<void> {
  // A client that hangs is left behind, and may fail when its server goes.
  process.on("unhandledRejection", () => {});
  const rows: (string | number)[][] = [];
  for (const client of [leap0, leap0Api, ...peers]) {
    console.log(`${client.name}: ${cells.length} cells …`);
    const results = await runAll(client, cells);
    rows.push(rowOf(client, results));
    if (client === leap0) await writeSection("matrix", renderMatrix(results));
  }
  const titles = ["client", `right, of ${cells.length}`, ...columns.map(([title]) => title)];
  const figures = table(titles, rows);
  await writeSection("peers", figures);
  console.log(`\n${figures}`);
  // Connections that a client has left open would keep the process.
  process.exit(0);
}

void main();
