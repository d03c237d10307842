import { METHODS } from "node:http";
import fc, { type Arbitrary } from "fast-check";
import description from "../../../src/generated/openapi.json" with { type: "json" };
import { type OperationId, operations } from "../../../src/generated/operations.ts";
import { anyOf, nonsense, type Schema, SECRET, spoiled } from "./described.ts";
import { KEY, type Opened, type Read } from "./open.ts";

/** How many requests follow one another. */
export const TOGETHER = 20;

/** Others do not get past its parser. HEAD has no body to look at. */
export const KNOWN_TO_NODE = new Set(METHODS.filter((method) => method !== "HEAD"));

export interface Sent {
  readonly operation: OperationId | undefined;
  readonly method: string;
  /** May hold `{sandboxID}` and `{mountID}`: those that exist are put in. */
  readonly path: string;
  readonly body: string | undefined;
  readonly key: string;
  /** Milliseconds until the next one. */
  readonly pauseMs: number;
}

type Described = {
  parameters?: { $ref: string }[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
};

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "binary", maxLength: 6 }).map((text) => encodeURIComponent(text)),
  },
  { weight: 1, arbitrary: fc.constantFrom("..", ".", "%2e%2e", "%", "%00", "a%2Fb", "-80", `${SECRET}`) },
);

const query = fc
  .dictionary(
    fc.constantFrom("state", "sort", "order-by", "page", "page-size", SECRET),
    fc.constantFrom(
      "paused",
      "running",
      "state",
      "asc",
      "1",
      "2",
      "100",
      "0",
      "-1",
      "1e3",
      "",
      SECRET,
      "\ud800",
    ),
    { maxKeys: 3 },
  )
  .map((parameters) => `?${new URLSearchParams(parameters)}`);

/** A request for one operation of the description: as it should be, with something wrong, or with a body of nonsense. */
function sentTo(operation: OperationId): Arbitrary<Sent> {
  const { method, path } = operations[operation];
  const paths = description.paths as unknown as Record<string, Record<string, Described>>;
  const schema = paths[path]?.[method.toLowerCase()]?.requestBody?.content["application/json"].schema;
  const body: Arbitrary<string | undefined> = schema
    ? fc.oneof(
        { weight: 6, arbitrary: anyOf(schema).map((value) => JSON.stringify(value)) },
        { weight: 4, arbitrary: spoiled(anyOf(schema)).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: nonsense },
      )
    : fc.option(nonsense, { nil: undefined, freq: 10 });
  return fc.record({
    operation: fc.constant(operation),
    method: fc.constant(method),
    path: fc
      .tuple(segment, segment, query)
      .map(([sandbox, mount, asked]) =>
        (sandbox === "" ? path : path.replace("{sandboxID}", sandbox))
          .replace("{mountID}", mount === "" ? "{mountID}" : mount)
          .concat(operation === "listSandboxes" ? asked : ""),
      ),
    body: method === "GET" ? fc.constant(undefined) : body,
    key: fc.oneof(
      { weight: 12, arbitrary: fc.constant(KEY) },
      { weight: 1, arbitrary: fc.constantFrom("", SECRET, `Bearer ${KEY}x`) },
    ),
    pauseMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(400_000) }),
  });
}

const elsewhere: Arbitrary<Sent> = fc.record({
  operation: fc.constant(undefined),
  method: fc.constantFrom("GET", "PUT", "HEAD", "OPTIONS", "PATCH", "POST", "DELETE", "WEIRD"),
  path: fc.webPath().map((path) => `/${path.replace(/^\/+/, "")}`),
  body: fc.constant(undefined),
  key: fc.constant(KEY),
  pauseMs: fc.constant(0),
});

/** Requests for every operation, and some for none. */
export const requests = fc.array(
  fc.oneof(...(Object.keys(operations) as OperationId[]).map(sentTo), elsewhere),
  {
    minLength: TOGETHER,
    maxLength: TOGETHER,
  },
);

/** Sends one, with the ids of a sandbox and a mount that exist. */
export async function send({ call, emulator, clock }: Opened, sent: Sent): Promise<Read> {
  const [sandbox] = emulator.export().sandboxes;
  const path = sent.path
    .replace("{sandboxID}", sandbox?.id ?? "sbx-none")
    .replace("{mountID}", sandbox?.mounts?.[0]?.id ?? "mnt-none");
  const answer = await call(sent.method, path, sent.body, { headers: { authorization: sent.key } });
  if (sent.pauseMs > 0) await clock.advance(sent.pauseMs);
  return answer;
}
