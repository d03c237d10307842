import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator } from "../../src/emulator/index.ts";
import { UNKNOWN_STATE } from "./scenario.ts";
import type { Server } from "./tool.ts";

/** The emulator over HTTP, as a later version of the API: a paused sandbox is read in a state that nobody knows yet. */
export async function startServer({
  later = true,
}: {
  readonly later?: boolean;
} = {}): Promise<Server & { targets: readonly string[]; close(): void }> {
  const apiKey = "placeholder-api-key";
  const emulator = createEmulator({ apiKey });
  const targets: string[] = [];
  const server = createServer(async (request, response) => {
    targets.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const returned = await emulator.fetch(`http://${request.headers.host}${request.url}`, {
      method: request.method ?? "GET",
      headers: request.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const text = await returned.text();
    const isRead = later && request.method === "GET" && request.url?.startsWith("/v1/sandbox/");
    response.writeHead(returned.status, Object.fromEntries(returned.headers));
    response.end(isRead ? text.replace('"state":"paused"', `"state":"${UNKNOWN_STATE}"`) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, apiKey, targets, close: () => server.close() };
}
