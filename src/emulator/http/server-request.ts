import type { IncomingMessage, ServerResponse } from "node:http";
import { firstHost } from "./hosts.ts";
import { STAND_IN_URL, type WireRequest } from "./wire.ts";

/** A request as Node's server provides it, without the cost of a platform request. */
export class ServerRequest implements WireRequest {
  readonly method: string;
  readonly host: string;
  readonly target: string;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.method = incoming.method ?? "GET";
    this.host = firstHost(this.header("x-forwarded-host") ?? incoming.headers.host ?? "");
    this.target = toTarget(incoming.url ?? "/");
  }

  /** Made only for those who wait: most responses are there before anybody could hang up. */
  get signal(): AbortSignal {
    this.#signal ??= whenGone(this.#outgoing);
    return this.#signal;
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name];
    return typeof value === "string" ? value : value?.[0];
  }

  /** A body that is too long is read to its end all the same: hanging up early would cost the caller the response. */
  text(limit: number): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      let chunks: Buffer[] = [];
      let size = 0;
      // By events: an async iterator costs a tenth of the whole request.
      this.#incoming.on("error", reject).on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) chunks = [];
        else chunks.push(chunk);
      });
      this.#incoming.on("end", () =>
        resolve(size > limit ? undefined : Buffer.concat(chunks).toString("utf8")),
      );
    });
  }

  request(): Request {
    const { method, signal } = this;
    const headers = Object.entries(this.#incoming.headers).map(
      ([name, value]) => [name, String(value)] as const,
    );
    return new Request(STAND_IN_URL, { method, headers: Object.fromEntries(headers), signal });
  }
}

/** A client that takes the emulator for a proxy sends the whole URL. */
function toTarget(url: string): string {
  return url.startsWith("/") ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, "") || "/";
}

/** Fires when the connection closes before the response has been sent. */
function whenGone(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (outgoing.destroyed) abort();
  else outgoing.once("close", () => outgoing.writableFinished || abort());
  return controller.signal;
}
