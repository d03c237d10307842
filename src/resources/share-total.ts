import type { CallOptions } from "../config/options.ts";
import { now } from "../transport/clock.ts";

/** Options for each of several calls in a row that share one total limit: every call gets what is left of it. */
export function shareTotal(
  options: CallOptions,
  defaultMs?: number,
): () => CallOptions & { totalTimeoutMs?: number } {
  const total = options.totalTimeoutMs ?? defaultMs;
  if (total === undefined) return () => options as CallOptions & { totalTimeoutMs?: number };
  const deadline = now() + total;
  return () => ({ ...options, totalTimeoutMs: Math.max(1, deadline - now()) });
}
