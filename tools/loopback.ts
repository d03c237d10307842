import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on a free port of this machine. */
export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends it, with the connections that it has. */
  close(): Promise<void>;
}

/** `backlog` is how many connections may wait to be accepted. */
export async function listening(server: Server, backlog = 511): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", backlog, resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, close };
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const { port, close } = await listening(createServer());
  await close();
  return port;
}
