/** What one attempt came to. A caller's abort is not among them: that ends the call by itself. */
export type Outcome = Answer | Unexpected | NoAnswer;

/** The API answered, well or not; the body is read and decoded. */
export interface Answer {
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
  readonly headers: Headers;
  readonly text: string;
}

/** The connection failed, or a time limit passed. */
export interface NoAnswer {
  readonly kind: "connection" | "attempt" | "total";
  /** Whether the request may have reached the API. */
  readonly sent: boolean;
  readonly cause?: unknown;
}

/** Reads a response to its end, so that an attempt's limit covers the body. */
export async function readOutcome(response: Response, promisesBody: boolean): Promise<Answer | Unexpected> {
  const { status, ok, headers, type, redirected } = response;
  if (type === "opaqueredirect" || redirected || (status >= 300 && status < 400)) {
    // Nobody will read it, and an unread body keeps its connection.
    await response.body?.cancel();
    return { kind: "redirect", status, headers, text: "" };
  }
  const text = await response.text();
  const data = decode(text);
  if (!ok) return { kind: "response", status, ok, headers, data, text };
  if (!promisesBody) return { kind: "response", status, ok, headers, data: undefined, text: "" };
  return typeof data === "object" && data && !Array.isArray(data)
    ? { kind: "response", status, ok, headers, data, text }
    : { kind: "undecodable", status, headers, text };
}

/** The JSON value of a text; the text itself where it is none; nothing where it is empty. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text || undefined;
  }
}
