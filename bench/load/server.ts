import { type LimitedOptions, startLimited } from "../../test/faults/server/limited-api.ts";

// The server of one scenario, in a process of its own so that it does not share its time with the client.

process.once("message", async (options) => {
  const server = await startLimited(options as LimitedOptions);
  process.once("message", () => process.send?.(server.tally(), () => process.exit(0)));
  process.send?.(server.url);
});
