// The suite on every platform: a program that prints its report, a Worker that returns it, a page that offers it.
import type { Runtime, Servers } from "./stage.ts";
import { run } from "./suite.ts";

interface Given {
  readonly runtime: Runtime;
  readonly servers: Servers;
}

Object.assign(globalThis, { conformance: run });

export default {
  async fetch(request: Request): Promise<Response> {
    const { runtime, servers } = (await request.json()) as Given;
    return Response.json(await run(runtime, servers));
  },
};

const [, , given] = globalThis.process?.argv ?? [];
if (given) {
  const { runtime, servers } = JSON.parse(given) as Given;
  const report = await run(runtime, servers);
  // Sockets that a platform keeps open for later must not keep the process.
  process.stdout.write(`\nREPORT ${JSON.stringify(report)}\n`, () => process.exit(0));
}
