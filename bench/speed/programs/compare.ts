// argv: the client, the loopback server's URL, the two plans. Prints the client's two rows.
import { type ClientName, returned } from "../call.ts";
import { takesFetch } from "../clients.ts";
import { compare, type Plan } from "../compare.ts";

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
