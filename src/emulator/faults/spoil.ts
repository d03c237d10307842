import { type Answer, type Bytes, ConnectionReset, type Outcome } from "../http/answer.ts";
import type { Clock } from "../model/clock.ts";
import { pause } from "../model/wait.ts";
import type { Fault } from "./faults.ts";

/** What a fault needs to know of the request that it hits. */
export interface Hit {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Carries the request out. */
  readonly work: () => Promise<Answer>;
}

/** Lets the fault happen to the request. */
export async function spoil(fault: Fault, { clock, signal, work }: Hit): Promise<Outcome> {
  switch (fault.kind) {
    case "delay":
      await pause(clock, fault.ms, signal);
      return work();
    case "status":
      if (fault.applies) await work();
      return faked(
        fault.status,
        fault.headers,
        fault.body ?? { message: "The emulator was told to answer this." },
      );
    case "redirect":
      if (fault.applies) await work();
      return { status: fault.status ?? 302, headers: { location: fault.location }, body: null };
    case "stall":
    case "reset":
      if (fault.where === "body") return cutOff(await work(), fault.kind);
      if (fault.applies) await work();
      return fault.kind;
    case "truncated": {
      const { answer, bytes } = await withBytes(await work());
      return { ...answer, body: firstHalf(bytes) };
    }
    case "body":
      return withBody(await work(), fault.body);
  }
}

function faked(status: number, headers: Readonly<Record<string, string>> = {}, body: unknown): Answer {
  if (isBodiless(status)) return { status, headers, body: null };
  const isText = typeof body === "string";
  const type = isText ? "text/plain; charset=utf-8" : "application/json";
  return {
    status,
    headers: { "content-type": type, ...lowerCased(headers) },
    body: isText ? body : JSON.stringify(body),
  };
}

const PAGE = "<!doctype html><title>Gateway</title><p>This is not the answer that you were promised.</p>\n";

function withBody(answer: Answer, body: "html" | "text" | "empty" | "null"): Answer {
  const status = body === "empty" ? answer.status : withRoomForBody(answer.status);
  const json = { ...answer.headers, "content-type": "application/json" };
  switch (body) {
    case "html":
      return {
        status,
        headers: { ...answer.headers, "content-type": "text/html; charset=utf-8" },
        body: PAGE,
      };
    case "text":
      return { status, headers: json, body: "upstream says: all is well" };
    case "null":
      return { status, headers: json, body: "null" };
    case "empty":
      return { status, headers: answer.headers, body: null };
  }
}

/** The headers and the first half of the body; then silence or a broken connection. */
async function cutOff(whole: Answer, how: "stall" | "reset"): Promise<Answer> {
  const { answer, bytes } = await withBytes(whole);
  const body = new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(firstHalf(bytes)),
    pull: (controller) =>
      how === "reset" ? controller.error(new ConnectionReset()) : new Promise<void>(() => {}),
  });
  return { ...answer, headers: { ...answer.headers, "content-length": String(bytes.length) }, body };
}

/** The answer with a body that can be cut. One that has none gets one, and a status that may have it. */
async function withBytes(answer: Answer): Promise<{ answer: Answer; bytes: Bytes }> {
  const bytes = new Uint8Array(await new Response(answer.body ?? "{}").arrayBuffer());
  const headers = { "content-type": "application/json", ...answer.headers };
  return { answer: { ...answer, status: withRoomForBody(answer.status), headers }, bytes };
}

function firstHalf(bytes: Bytes): Bytes {
  return bytes.slice(0, Math.ceil(bytes.length / 2));
}

function withRoomForBody(status: number): number {
  return isBodiless(status) ? 200 : status;
}

/** Statuses whose answers have no body in HTTP. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
