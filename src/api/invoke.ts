import { failure } from "../call/failure.ts";
import type { Send } from "../call/send.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { operations } from "../generated/operations.ts";
import { carry, createCarrier } from "./carry.ts";
import type { Invoke, Success } from "./types.ts";

/** The way of the client's own methods: a body in, a body out, everything else is thrown. */
export function createInvoke(configuration: Configuration, send: Send): Invoke {
  const carrier = createCarrier(configuration);
  return async (id, { path, query, body }, options) => {
    let data: unknown;
    await carry(
      carrier,
      send,
      configuration,
      operations[id],
      { ...options, params: { path, query }, body },
      (outcome, call, sent) => {
        if (outcome.kind !== "answer" || !outcome.ok) throw failure(outcome, call, sent);
        data = outcome.data;
        return TAKEN;
      },
    );
    return data as Success<typeof id>;
  };
}

/** What openapi-fetch sees of an answer that is already read and decoded: that there is nothing left to do. */
const TAKEN = { ok: true, status: 204, headers: { get: () => null } } as unknown as Response;
