import { answer } from "../call.ts";
import { clients } from "../clients.ts";
import { compare, inProcess } from "../compare.ts";
import type { Plan } from "../row.ts";

// argv: the loopback server's URL, the two plans.

const [url = "", loopback = "", memory = ""] = process.argv.slice(2);
const rows = {
  // Late, as a program that leaves `fetch` out would have it.
  loopback: await compare(url, (input, init) => fetch(input, init), clients, JSON.parse(loopback) as Plan),
  inProcess: await compare(
    "http://localhost",
    async () => new Response(answer.text, answer.init),
    inProcess,
    JSON.parse(memory) as Plan,
  ),
};
process.stdout.write(JSON.stringify(rows));
// Peers keep timers of their own.
process.exit(0);
