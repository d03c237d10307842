import { fork } from "node:child_process";
import { once } from "node:events";
import type { LimitedOptions, Tally } from "../../test/faults/server/limited-api.ts";

/** A rate-limited API in a process of its own, so that it does not share its time with the clients. */
export async function startServer(
  options: LimitedOptions,
): Promise<{ url: string; end: () => Promise<Tally> }> {
  const server = fork(new URL("./server.ts", import.meta.url));
  server.send(options);
  const [url] = (await once(server, "message")) as [string];
  return {
    url,
    async end() {
      server.send("end");
      const [tally] = (await once(server, "message")) as [Tally];
      return tally;
    },
  };
}
