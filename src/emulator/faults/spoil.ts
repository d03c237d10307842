import {
  type Bytes,
  ConnectionReset,
  isBodiless,
  jsonResponse,
  type WireRequest,
  type WireResponse,
} from "../http/wire.ts";
import type { Lifetime } from "../model/lifetime.ts";
import type { BodyFault, Fault, StatusFault } from "./faults.ts";

/** A response, or a connection that breaks or falls silent before there is one. */
export type Spoilt = WireResponse | "reset" | "stall";

/** Lets the fault happen to the request. `work` carries the request out. */
export async function spoil(
  fault: Fault,
  lifetime: Lifetime,
  { signal }: Pick<WireRequest, "signal">,
  work: () => Promise<WireResponse>,
): Promise<Spoilt> {
  switch (fault.kind) {
    case "delay":
      await lifetime.pause(fault.ms, signal);
      return work();
    case "status":
      if (fault.applies) await work();
      return faked(fault);
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

function faked({
  status,
  headers = {},
  body = { message: "A fault of the emulator." },
}: StatusFault): WireResponse {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (isBodiless(status)) return { status, headers: own, body: null };
  if (typeof body !== "string") return jsonResponse(status, body, own);
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...own }, body };
}

const JSON_TYPE = "application/json";
const spoiltBodies: Readonly<
  Record<Exclude<BodyFault["body"], "empty">, readonly [type: string, body: string]>
> = {
  html: [
    "text/html; charset=utf-8",
    "<!doctype html><title>Gateway</title><p>This page replaces the response.</p>\n",
  ],
  text: [JSON_TYPE, "upstream says: all is well"],
  null: [JSON_TYPE, "null"],
};

function withBody({ status, headers }: WireResponse, which: BodyFault["body"]): WireResponse {
  if (which === "empty") return { status, headers, body: null };
  const [type, body] = spoiltBodies[which];
  return { status: withRoomForBody(status), headers: { ...headers, "content-type": type }, body };
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
  const headers = { "content-type": JSON_TYPE, ...response.headers };
  return { response: { ...response, status: withRoomForBody(response.status), headers }, bytes };
}

function firstHalf(bytes: Bytes): Bytes {
  return bytes.slice(0, Math.ceil(bytes.length / 2));
}

function withRoomForBody(status: number): number {
  return isBodiless(status) ? 200 : status;
}
