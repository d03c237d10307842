// For workerd: the suite as a Worker that runs it when it is asked to.
import { run } from "../suite.ts";

export default {
  async fetch(request: Request): Promise<Response> {
    const { runtime, servers } = (await request.json()) as { runtime: Runtime; servers: Servers };
    return Response.json(await run(runtime, servers));
  },
};

type Runtime = Parameters<typeof run>[0];
type Servers = Parameters<typeof run>[1];
