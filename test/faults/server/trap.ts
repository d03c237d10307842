import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Another origin, for redirects to lead to. */
export interface Trap {
  /** A path of its own for each test: what arrives there is told apart. */
  readonly urlFor: (mark: string) => string;
  /** Everything that arrived under the mark: headers and body, as one text. */
  readonly caught: (mark: string) => string;
  readonly close: () => Promise<void>;
}

export async function setTrap(): Promise<Trap> {
  const caught = new Map<string, string>();
  const server = createServer((request, response) => {
    const mark = request.url?.split("/")[1] ?? "";
    let text = `${request.method} ${request.rawHeaders.join("\n")}\n`;
    request.on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      caught.set(mark, (caught.get(mark) ?? "") + text);
      // As a caught client would like it best: it takes this for the API's answer.
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"id":"from-elsewhere","items":[]}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlFor: (mark) => `http://127.0.0.1:${port}/${mark}`,
    caught: (mark) => caught.get(mark) ?? "",
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
