import { createServer } from "node:http";
import { listening } from "../../../tools/loopback.ts";

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
      // As a caught client would like it best: it takes this for the API's response.
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"id":"from-elsewhere","items":[]}');
    });
  });
  const { url, close } = await listening(server);
  return { urlFor: (mark) => `${url}/${mark}`, caught: (mark) => caught.get(mark) ?? "", close };
}
