import type { OperationId } from "../description.ts";

/**
 * What goes wrong. Where a fault has `applies`, `true` lets the emulator carry the request out first and spoils only the
 * response; `false` spoils the request before anything happens.
 */
export type Fault =
  | StatusFault
  | DelayFault
  | StallFault
  | ResetFault
  | TruncatedFault
  | BodyFault
  | RedirectFault;

/** Returns a status, as a service in trouble or a proxy in front of it does. */
export interface StatusFault {
  readonly kind: "status";
  /** From 200 to 599. */
  readonly status: number;
  /** For example `{ "retry-after": "2" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. Default: `{ message }`. */
  readonly body?: unknown;
  /** Default `false`. `true` is a gateway that lost the response: a 502 or 504 after the change. */
  readonly applies?: boolean;
}

/** Responds as usual, later. The request is carried out after the delay. */
export interface DelayFault {
  readonly kind: "delay";
  /** Milliseconds, by the emulator's clock. */
  readonly ms: number;
}

/** Sends nothing more, and keeps the connection open. */
export interface StallFault {
  readonly kind: "stall";
  /** `headers`: nothing is sent at all. `body`: the headers and half of the body are. */
  readonly where: "headers" | "body";
  /** Default `false` before the headers. A stall in the body always comes after the request was carried out. */
  readonly applies?: boolean;
}

/** Breaks the connection. In process the call rejects as the platform's fetch does. */
export interface ResetFault {
  readonly kind: "reset";
  /** `headers` (default): nothing was sent. `body`: the headers and half of the body were. */
  readonly where?: "headers" | "body";
  /** Default `false` before the headers. A reset in the body always comes after the request was carried out. */
  readonly applies?: boolean;
}

/** Carries the request out and sends half of the JSON, ending as if that were all. */
export interface TruncatedFault {
  readonly kind: "truncated";
}

/** Carries the request out and sends its status with a body that the description does not promise. */
export interface BodyFault {
  readonly kind: "body";
  /** `html`: a page, as text/html. `text`: plain words under application/json. `empty`: no body. `null`: JSON `null`. */
  readonly body: "html" | "text" | "empty" | "null";
}

/** Returns a redirect. */
export interface RedirectFault {
  readonly kind: "redirect";
  readonly location: string;
  /** Default 302. */
  readonly status?: 301 | 302 | 303 | 307 | 308;
  /** Default `false`. */
  readonly applies?: boolean;
}

/** Which requests a fault hits. Requests without the API key are never hit. */
export interface Injection {
  /** An operation of the API, `invoke` for the sandbox host, or `*` for all of them. */
  readonly operation: OperationId | "invoke" | "*";
  readonly fault: Fault;
  /** How many requests it hits. Default 1; `Infinity` (over HTTP: `null`) for all until it is removed. */
  readonly times?: number;
  /** How many matching requests pass before the first is hit. Default 0. */
  readonly skip?: number;
  /** Hits only requests for this sandbox. */
  readonly sandboxID?: string;
}

/** A fault that is waiting for requests. */
export interface Injected {
  readonly id: string;
  /** How many requests it has hit. */
  readonly hits: number;
  /** How many it will still hit. */
  readonly remaining: number;
  remove(): void;
}
