import { answer, type ClientName } from "../call.ts";
import { clients } from "../clients.ts";
import { compare } from "../compare.ts";
import type { Plan } from "../row.ts";

// argv: the client, the loopback server's URL, the two plans. Prints the client's two rows.

const [given, url = "", loopback = "", memory = ""] = process.argv.slice(2);
const name = given as ClientName;
const rows = {
  // Late, as a program that leaves `fetch` out would have it.
  loopback: await compare(name, url, (input, init) => fetch(input, init), JSON.parse(loopback) as Plan),
  inProcess:
    clients[name].inProcess === false
      ? undefined
      : await compare(
          name,
          "http://localhost",
          async () => new Response(answer.text, answer.init),
          JSON.parse(memory) as Plan,
        ),
};
process.stdout.write(JSON.stringify(rows));
// Peers keep timers of their own.
process.exit(0);
