import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call } from "./call.ts";

/** A request as Node's server hands it over, without the cost of a platform request. */
export function toCall(incoming: IncomingMessage, outgoing: ServerResponse): Call {
  const { headers } = incoming;
  let signal: AbortSignal | undefined;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : value?.[0];
  };
  const host = (header("x-forwarded-host") ?? headers.host ?? "").toLowerCase();
  return {
    method: incoming.method ?? "GET",
    host,
    target: toTarget(incoming.url ?? "/"),
    header,
    // Made only for those who wait: most answers are there before anybody could hang up.
    get signal() {
      signal ??= whenGone(outgoing);
      return signal;
    },
    text: (limit) => read(incoming, limit),
    request(): Request {
      const known = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
      return new Request(`http://${host}${toTarget(incoming.url ?? "/")}`, {
        method: incoming.method ?? "GET",
        headers: known,
        signal: this.signal ?? null,
      });
    },
  };
}

/** Those who think that they talk to a proxy send the whole URL. */
function toTarget(url: string): string {
  return url.startsWith("/") ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, "") || "/";
}

/** Fires when the connection closes before the answer has been sent. */
function whenGone(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (outgoing.destroyed) abort();
  else outgoing.once("close", () => outgoing.writableFinished || abort());
  return controller.signal;
}

/** A body that is too long is read to its end all the same: hanging up early would cost the caller the answer. */
function read(incoming: IncomingMessage, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) chunks = [];
      else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(size > limit ? undefined : Buffer.concat(chunks).toString("utf8")));
    incoming.on("error", reject);
  });
}
