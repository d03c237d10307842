/** A request, however it came in: through `emulator.fetch` or over HTTP. */
export interface Call {
  readonly method: string;
  /** The host that was asked for, in lower case, with the port when one was given. */
  readonly host: string;
  /** Path and query as they were sent: nothing decoded, nothing collapsed. */
  readonly target: string;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
  header(name: string): string | undefined;
  /** The whole body; nothing when it is longer than `limit` bytes. */
  text(limit: number): Promise<string | undefined>;
  /** The same as a platform request without its body, for those who serve files. */
  request(): Request;
}

/** The path, without the query. */
export function pathOf(target: string): string {
  const end = target.indexOf("?");
  return end === -1 ? target : target.slice(0, end);
}

/** What stands behind the question mark. */
export function queryOf(target: string): string {
  const end = target.indexOf("?");
  return end === -1 ? "" : target.slice(end + 1);
}
