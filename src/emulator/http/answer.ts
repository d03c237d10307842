import type { Reply } from "./reply.ts";

/** An answer ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Bytes | ReadableStream<Bytes> | null;
}

export type Bytes = Uint8Array<ArrayBuffer>;

/** What a request comes to: an answer, or a connection that breaks or falls silent before there is one. */
export type Outcome = Answer | "reset" | "stall";

/** The error that ends a body which a fault cuts off: the side that sends it breaks the connection. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
  readonly code = "ECONNRESET";

  constructor() {
    super("The emulator broke the connection, as it was told to.");
  }
}

const JSON_TYPE = { "content-type": "application/json" };

/** The reply as it goes out. */
export function written({ status, headers, body }: Reply): Answer {
  if (body === undefined) return { status, headers: headers ?? {}, body: null };
  return { status, headers: headers ? { ...JSON_TYPE, ...headers } : JSON_TYPE, body: JSON.stringify(body) };
}
