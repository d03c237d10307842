/** A request, however it came in: through `emulator.fetch` or over HTTP. */
export interface WireRequest {
  readonly method: string;
  /** The host that was asked for, in lower case, with the port when there is one. */
  readonly host: string;
  /** Path and query as they were sent: nothing decoded, nothing collapsed. */
  readonly target: string;
  /** Fires when nobody waits for the response any more. */
  readonly signal: AbortSignal | undefined;
  header(name: string): string | undefined;
  /** The whole body; nothing when it is longer than `limit` bytes. */
  text(limit: number): Promise<string | undefined>;
  /** Method, headers and signal as a platform request, for those who serve files. Its URL is a stand-in. */
  request(): Request;
}

/** A response ready to be sent. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Bytes | ReadableStream<Bytes> | null;
}

export type Bytes = Uint8Array<ArrayBuffer>;

/** What serves requests: in process and over HTTP the same. It rejects where the connection breaks. */
export type Respond = (request: WireRequest) => Promise<WireResponse>;

/** The connection breaks: before a response, or in the middle of its body. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
  readonly code = "ECONNRESET";
}

/** The URL of {@link WireRequest.request}: what came over the wire may not be one that a platform request takes. */
export const STAND_IN_URL = "http://sandbox.localhost/";

const JSON_TYPE = { "content-type": "application/json" };

/** A response with a JSON body; without a body when there is none. */
export function jsonResponse(
  status: number,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): WireResponse {
  if (body === undefined) return { status, headers: headers ?? {}, body: null };
  return { status, headers: headers ? { ...JSON_TYPE, ...headers } : JSON_TYPE, body: JSON.stringify(body) };
}

/** Statuses whose responses have no body in HTTP. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** What a sandbox takes, whatever listens in it. */
export const SANDBOX_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/** Methods that the platform's requests cannot have. */
export function isForbiddenMethod(method: string): boolean {
  return /^(?:connect|trace|track)$/i.test(method);
}

/** The path, without the query. */
export function pathOf(target: string): string {
  return target.split("?", 1)[0] ?? "";
}

/** What stands behind the question mark. */
export function queryOf(target: string): string {
  return target.slice(pathOf(target).length + 1);
}

/** The same body, each part of which is read as `guard` lets it be read. An error ends it, and its source. */
export function guardedBody(
  body: ReadableStream<Bytes>,
  guard: <T>(part: Promise<T>) => Promise<T>,
): ReadableStream<Bytes> {
  const reader = body.getReader();
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { done, value } = await guard(reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
        reader.cancel().catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
