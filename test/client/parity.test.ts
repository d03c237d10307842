import { ApiError, type Leap0Event } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { operations } from "../../src/generated/operations.ts";
import { clientOf, hanging, json, type Respond, refused, reset, stalledBody } from "../support/client.ts";
import { stubRandom, untilSettled, useFakeTime } from "../support/fake-time.ts";
import { call, fetched, type Given, operationIds, successes } from "../support/operations.ts";

// Both surfaces are one transport. Everything else is tested through one of them; here each operation goes through both.

type Id = keyof typeof successes;
interface Case {
  readonly given?: Given;
  readonly ids?: { sandboxID?: unknown; mountID?: unknown };
  /** What the API does, request by request; the last for ever. Default: it returns the operation's success. */
  readonly api?: readonly Respond[];
}

const status =
  (code: number, headers = {}): Respond =>
  () =>
    json(
      code,
      { message: "no", errors: [{ field: "bucket", error: "is wrong" }] },
      { "x-request": "r-1", ...headers },
    );
const succeed: Respond = () => json(299);

const cases: Record<string, Case> = {
  succeeds: {},
  "carries headers and a priority": { given: { headers: { "X-Trace": "1" }, priority: "high" } },
  ...Object.fromEntries(
    [400, 401, 403, 404, 409, 413, 429, 500, 503, 599].map((code) => [
      `is returned ${code}`,
      { api: [status(code)] },
    ]),
  ),
  "is retried after a 503 that says when": { api: [status(503, { "retry-after": "7" }), succeed] },
  "is retried after a 429": { api: [status(429, { "retry-after": "7" }), succeed] },
  "cannot wait as long as it was asked to": { api: [status(429, { "retry-after": "86400" })] },
  "has no connection for a moment": { api: [refused, succeed] },
  "never gets a connection": { api: [refused] },
  "loses its response": { api: [reset, succeed] },
  "loses every response": { api: [reset] },
  "has no retries": { api: [status(503)], given: { maxRetries: 0 } },
  "is redirected": { api: [() => json(307, undefined, { location: "https://example.com/" })] },
  "is returned a page": { api: [() => new Response("<p>Welcome</p>", { status: 201 })] },
  "is returned nothing": { api: [() => json(201)] },
  "gets no headers within timeoutMs": { api: [hanging], given: { timeoutMs: 1000 } },
  "gets half a body within totalTimeoutMs": { api: [() => stalledBody()], given: { totalTimeoutMs: 1000 } },
  "is aborted before": { given: { signal: AbortSignal.abort("enough") } },
  "has an option that is invalid": { given: { timeoutMs: -1 } },
  "has an option that is unknown": { given: { timeout: 5 } as Given },
  "has a header that is invalid": { given: { headers: { authorization: "Bearer pa55word" } } },
  "has a sandbox id that leads elsewhere": { ids: { sandboxID: ".." } },
  "has a mount id that leads elsewhere": { ids: { mountID: ".." } },
  "has ids that are encoded": { ids: { sandboxID: "a/b", mountID: "%2e%2e" } },
};

/** What became of a call, in the same words for both surfaces. */
async function outcomeOf(surface: "methods" | "client.api", id: Id, { given, ids, api = [succeed] }: Case) {
  useFakeTime();
  stubRandom(0.5);
  const { client, sent, events } = clientOf((request, index) => {
    const respond = api[index] ?? (api.at(-1) as Respond);
    const success = request.method === operations[id].method ? id : "getSandbox";
    return respond === succeed
      ? json(successes[success].status, successes[success].body)
      : respond(request, index);
  });
  let end: unknown;
  try {
    if (surface === "methods") end = { data: await untilSettled(call(client, id, given, ids)) };
    else {
      const { data, error, response } = await untilSettled(fetched(client, id, given, ids));
      end = response.ok ? { data } : failure(response.status, error, response.headers);
    }
  } catch (error) {
    end = error instanceof ApiError ? failure(error.status, error.body, error.headers) : { error };
  }
  return {
    end,
    sent: sent.map(({ signal, ...request }) => ({ ...request, aborted: signal.aborted })),
    events: events.map(({ call: _, ...event }: Leap0Event) => event),
    endedAt: performance.now(),
  };
}

const failure = (code: number, body: unknown, headers: Headers) => ({ code, body, headers: [...headers] });

describe.each(Object.entries(cases))("a call that %s", (_, given) => {
  test.each(operationIds)(
    "ends alike through both surfaces, with the same requests and events: %s",
    async (id) => {
      const expected = await outcomeOf("methods", id, given);
      expect(await outcomeOf("client.api", id, given)).toEqual(expected);
    },
  );
});

// An operation that is new in the description: nothing breaks, and it is not forgotten.
for (const { id } of Object.values(operations))
  if (!operationIds.includes(id)) test.todo(`${id} is called through both surfaces: add it to test/support`);
