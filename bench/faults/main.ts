import { cells } from "../../test/faults/matrix/cells.ts";
import type { MatrixClient } from "../../test/faults/matrix/client.ts";
import { leap0, leap0Api } from "../../test/faults/matrix/leap0.ts";
import { type Result, renderMatrix } from "../../test/faults/matrix/report.ts";
import { runAll } from "../../test/faults/matrix/run-all.ts";
import { table } from "../../test/support/table.ts";
import { writeSection } from "../page.ts";
import { kyAsItComes, kyRepeating } from "./peers/ky.ts";
import { openaiCore } from "./peers/openai.ts";
import { openapiFetch } from "./peers/openapi-fetch.ts";
import { isRight, type Score, score } from "./score.ts";

// Runs the fault matrix with this client and with its peers, prints the figures and keeps them in docs/reliability.md.

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
  for (const client of [leap0, leap0Api, openapiFetch, kyAsItComes, kyRepeating, openaiCore]) {
    console.log(`${client.name}: ${cells.length} cells …`);
    const results = await runAll(client, cells);
    rows.push(rowOf(client, results));
    if (client === leap0) await writeSection("matrix", renderMatrix(results));
  }
  const titles = ["client", `right, of ${cells.length}`, ...columns.map(([title]) => title)];
  const peers = table(titles, rows);
  await writeSection("peers", peers);
  console.log(`\n${peers}`);
  // Connections that a client has left open would keep the process.
  process.exit(0);
}

void main();
