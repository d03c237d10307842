import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type LimitedOptions, startLimited, type Tally } from "../../test/faults/server/limited-api.ts";

const program = fileURLToPath(import.meta.url);

/** A rate-limited API in a process of its own, so that it does not share its time with the clients. */
export async function startServer(
  options: LimitedOptions,
): Promise<{ url: string; end: () => Promise<Tally> }> {
  const server = fork(program);
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

// That process.
if (process.argv[1] === program)
  process.once("message", async (options) => {
    const server = await startLimited(options as LimitedOptions);
    process.once("message", () => process.send?.(server.tally(), () => process.exit(0)));
    process.send?.(server.url);
  });
