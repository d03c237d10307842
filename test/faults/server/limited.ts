import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLimitedApi, type LimitedOptions, type Tally } from "./limited-api.ts";

export interface LimitedServer {
  readonly url: string;
  readonly tally: () => Tally;
  readonly close: () => Promise<void>;
}

/** Serves the limited API over HTTP. */
export async function startLimited(options: LimitedOptions): Promise<LimitedServer> {
  const api = createLimitedApi(options);
  const server = createServer((request, response) => {
    const { status, headers, body } = api.answer(request.url ?? "/");
    request.resume();
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
  });
  // A burst of connections must not find the queue full.
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 2048, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tally: api.tally,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
