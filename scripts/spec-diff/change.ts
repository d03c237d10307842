/**
 * What a change does to programs that were written for the state before it. `breaking`: some of them stop working.
 * `additive`: there is something new, or more is allowed. `wording`: nothing that is sent or received is different.
 */
export type Impact = "breaking" | "additive" | "wording";

export const impacts: readonly Impact[] = ["breaking", "additive", "wording"];

export interface Change {
  readonly impact: Impact;
  readonly operation: string;
  /** Where in the operation, for example `request.mounts[].prefix` or `200.state`. */
  readonly place: string;
  readonly what: string;
}

/** Takes one change down. */
export type Note = (impact: Impact, place: string, what: string) => void;

/** Which way a value travels: what may be sent, or what may come back. */
export type Way = "request" | "response";

/** The impact of a value's range that became smaller or larger. */
export const narrowed = (way: Way): Impact => (way === "request" ? "breaking" : "additive");
export const widened = (way: Way): Impact => (way === "request" ? "additive" : "breaking");
