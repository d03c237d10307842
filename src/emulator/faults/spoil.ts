import {
  type Bytes,
  ConnectionReset,
  isBodiless,
  jsonResponse,
  type WireRequest,
  type WireResponse,
} from "../http/wire.ts";
import { type Clock, pause } from "../model/clock.ts";
import type { Fault } from "./faults.ts";

/** A response, or a connection that breaks or falls silent before there is one. */
export type Spoilt = WireResponse | "reset" | "stall";

/** Lets the fault happen to the request. `work` carries the request out. */
export async function spoil(
  fault: Fault,
  clock: Clock,
  { signal }: Pick<WireRequest, "signal">,
  work: () => Promise<WireResponse>,
): Promise<Spoilt> {
  switch (fault.kind) {
    case "delay":
      await pause(clock, fault.ms, signal);
      return work();
    case "status":
      if (fault.applies) await work();
      return faked(
        fault.status,
        fault.headers,
        fault.body === undefined ? { message: "A fault of the emulator." } : fault.body,
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
      const { response, bytes } = await withBytes(await work());
      return { ...response, body: firstHalf(bytes) };
    }
    case "body":
      return withBody(await work(), fault.body);
  }
}

function faked(status: number, headers: Readonly<Record<string, string>> = {}, body: unknown): WireResponse {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (isBodiless(status)) return { status, headers: own, body: null };
  if (typeof body !== "string") return jsonResponse(status, body, own);
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...own }, body };
}

const PAGE = "<!doctype html><title>Gateway</title><p>This page stands in place of the response.</p>\n";

function withBody(response: WireResponse, body: "html" | "text" | "empty" | "null"): WireResponse {
  const { headers } = response;
  const status = body === "empty" ? response.status : withRoomForBody(response.status);
  const json = { ...headers, "content-type": "application/json" };
  switch (body) {
    case "html":
      return { status, headers: { ...headers, "content-type": "text/html; charset=utf-8" }, body: PAGE };
    case "text":
      return { status, headers: json, body: "upstream says: all is well" };
    case "null":
      return { status, headers: json, body: "null" };
    case "empty":
      return { status, headers, body: null };
  }
}

/** The headers and the first half of the body; then silence or a broken connection. */
async function cutOff(whole: WireResponse, how: "stall" | "reset"): Promise<WireResponse> {
  const { response, bytes } = await withBytes(whole);
  const body = new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(firstHalf(bytes)),
    pull: (controller) =>
      how === "reset"
        ? controller.error(new ConnectionReset("A fault of the emulator."))
        : new Promise<void>(() => {}),
  });
  return { ...response, headers: { ...response.headers, "content-length": String(bytes.length) }, body };
}

/** The response with a body that can be cut. One that has none gets one, and a status that may have it. */
async function withBytes(response: WireResponse): Promise<{ response: WireResponse; bytes: Bytes }> {
  const bytes = new Uint8Array(await new Response(response.body ?? "{}").arrayBuffer());
  const headers = { "content-type": "application/json", ...response.headers };
  return { response: { ...response, status: withRoomForBody(response.status), headers }, bytes };
}

function firstHalf(bytes: Bytes): Bytes {
  return bytes.slice(0, Math.ceil(bytes.length / 2));
}

function withRoomForBody(status: number): number {
  return isBodiless(status) ? 200 : status;
}
