import { channel } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const open = new Map<number | undefined, number>();

// Node tells of every request that any server of the process receives: no server has to be built for being watched.
channel("http.server.request.start").subscribe((message) => {
  const { request, response } = message as Exchange;
  const port = request.socket.localPort;
  count(port, 1);
  response.once("close", () => count(port, -1));
});

function count(port: number | undefined, by: 1 | -1): void {
  open.set(port, (open.get(port) ?? 0) + by);
}

/** How many requests to this port have neither got a response nor been given up by those who sent them. */
export const openExchanges = (port: number): number => open.get(port) ?? 0;

/** How many are still open after the time that breaking a connection takes. */
export async function exchangesLeft(port: number, patienceMs = 1000): Promise<number> {
  const until = performance.now() + patienceMs;
  while (openExchanges(port) > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return openExchanges(port);
}
