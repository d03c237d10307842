import { letGo, readBody } from "./read-body.ts";

/** What one attempt ended in. A caller's abort is not among them: it ends the call by itself. */
export type Outcome = Received | Unexpected | Failed;

/** The API responded, with whatever status; the body is read and decoded. */
export interface Received {
  readonly kind: "response";
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  /** The body decoded: an object for a success that promises one, anything for a failure. */
  readonly data: unknown;
  /** The body as it came. */
  readonly text: string;
}

/** A redirect, or a success without the JSON object that the description promises. */
export interface Unexpected {
  readonly kind: "redirect" | "undecodable";
  readonly status: number;
  readonly ok?: undefined;
  readonly neverSent?: undefined;
  readonly headers: Headers;
  /** The body as it came; `undefined` where it was too long to be read. */
  readonly text: string | undefined;
}

/** The connection failed, or a time limit passed. */
export interface Failed {
  readonly kind: "connection" | "attempt" | "total";
  readonly status?: undefined;
  readonly ok?: undefined;
  readonly headers?: undefined;
  /** Where it is certain that the API did not get the request: whether a retry can help. */
  readonly neverSent: "for now" | "for good" | undefined;
  readonly cause?: unknown;
}

/** Reads a response to its end, so that an attempt's time limit covers the body. */
export async function readOutcome(response: Response, promisesBody: boolean): Promise<Received | Unexpected> {
  const { status, ok, headers, type, redirected } = response;
  if (type === "opaqueredirect" || redirected || (status >= 300 && status < 400)) {
    letGo(response.body);
    return { kind: "redirect", status, headers, text: "" };
  }
  const text = await readBody(response);
  const data = decode(text);
  if (ok && !promisesBody) return { kind: "response", status, ok, headers, data: undefined, text: "" };
  return ok && (!text || typeof data !== "object" || !data || Array.isArray(data))
    ? { kind: "undecodable", status, headers, text }
    : { kind: "response", status, ok, headers, data, text: text ?? "" };
}

/** The JSON value of a text; the text itself where it is none; nothing where it is empty. */
function decode(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text || undefined;
  }
}
