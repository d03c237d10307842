import type { IncomingMessage, ServerResponse } from "node:http";
import { operations } from "../description.ts";

const methods = [...new Set(Object.values(operations).map(({ method }) => method))].join(", ");

/** Lets pages of any origin read the answers. */
export function allowOrigins(outgoing: ServerResponse): void {
  outgoing.setHeader("access-control-allow-origin", "*");
  outgoing.setHeader("access-control-expose-headers", "retry-after, allow");
}

/** Answers a browser that asks before it sends; false when the request is no such question. */
export function answerPreflight(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  const { headers } = incoming;
  if (incoming.method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return false;
  outgoing.setHeader("access-control-allow-methods", methods);
  outgoing.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "");
  outgoing.setHeader("access-control-allow-private-network", "true");
  outgoing.setHeader("access-control-max-age", "600");
  outgoing.writeHead(204).end();
  return true;
}
