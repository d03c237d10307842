import { METHODS } from "node:http";
import { connect } from "node:net";
import fc, { type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import { statuses } from "../../src/generated/emulator/description.ts";
import { responses } from "../../src/generated/emulator/validators.js";
import description from "../../src/generated/openapi.json" with { type: "json" };
import { type OperationId, operations } from "../../src/generated/operations.ts";
import { anyOf, nonsense, type Schema, SECRET, spoiled } from "./support/described.ts";
import { inProcess, KEY, type Opened, overHttp, type Read } from "./support/open.ts";

const REQUESTS = Number(process.env.LEAP0_FUZZ_RUNS ?? 2000);
const TOGETHER = 20;

/** Others do not get past its parser. HEAD has no body to look at. */
const KNOWN_TO_NODE = new Set(METHODS.filter((method) => method !== "HEAD"));

interface Sent {
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

const requests = fc.array(fc.oneof(...(Object.keys(operations) as OperationId[]).map(sentTo), elsewhere), {
  minLength: TOGETHER,
  maxLength: TOGETHER,
});

/** Sends one and looks whether the answer is one that the description allows. */
async function tryOut({ call, emulator, clock }: Opened, sent: Sent): Promise<void> {
  const [sandbox] = emulator.export().sandboxes;
  const path = sent.path
    .replace("{sandboxID}", sandbox?.id ?? "sbx-none")
    .replace("{mountID}", sandbox?.mounts?.[0]?.id ?? "mnt-none");
  const answer = await call(sent.method, path, sent.body, { headers: { authorization: sent.key } });
  if (sent.pauseMs > 0) await clock.advance(sent.pauseMs);

  expect(answer.status).toBeLessThan(500);
  const everything = answer.text + JSON.stringify([...answer.headers]) + JSON.stringify(emulator.export());
  expect(everything).not.toContain(SECRET);
  expectDescribed(answer, emulator.requests().at(-1)?.operation as OperationId | undefined);
}

function expectDescribed({ status, headers, text, body }: Read, operation: OperationId | undefined): void {
  const allowed: readonly number[] = operation ? statuses[operation] : [404, 405];
  expect(allowed).toContain(status);
  if (status === 204) expect(text).toBe("");
  else expect(headers.get("content-type")).toBe("application/json");
  if (!operation || status === 204) return;
  const checks: Readonly<Record<string, (data: unknown) => boolean>> = responses[operation];
  expect(checks[status]?.(body)).toBe(true);
}

describe("whatever is sent", () => {
  it(
    `in ${REQUESTS} requests in process: no failure, no answer that is not described, no secret`,
    async () => {
      const options = { limits: { requests: Number.POSITIVE_INFINITY } };
      await fc.assert(
        fc.asyncProperty(requests, async (sequence) => {
          const opened = await inProcess(options);
          await opened.create();
          for (const sent of sequence) await tryOut(opened, sent);
        }),
        { numRuns: Math.ceil(REQUESTS / TOGETHER) },
      );
    },
    Math.max(20_000, REQUESTS * 10),
  );

  it(
    "over HTTP the same",
    async () => {
      const opened = await overHttp({ limits: { requests: Number.POSITIVE_INFINITY } });
      await opened.create();
      await fc.assert(
        fc.asyncProperty(requests, async (sequence) => {
          for (const sent of sequence) if (KNOWN_TO_NODE.has(sent.method)) await tryOut(opened, sent);
        }),
        { numRuns: Math.ceil(REQUESTS / TOGETHER / 10) },
      );
    },
    Math.max(20_000, REQUESTS * 10),
  );

  it("with a method that HTTP does not have is refused in JSON", async () => {
    const { call } = await overHttp();
    const { status, headers, body } = await call("WEIRD", "/v1/sandboxes");
    expect([status, headers.get("content-type"), typeof body.message]).toEqual([
      400,
      "application/json",
      "string",
    ]);
  });

  it("that is hardly HTTP does not bring the server down", async () => {
    const { base, call } = await overHttp();
    const port = Number(new URL(base).port);
    const head = `POST /v1/sandbox/ HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY}`;
    const pieces = [
      "nonsense\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "GET /%zz HTTP/1.1\r\n\r\n",
      "GET http:// HTTP/1.1\r\nhost: x\r\n\r\n",
      "GET * HTTP/1.1\r\nhost: \r\n\r\n",
      `${head}\r\ncontent-length: 100\r\n\r\n{"template`,
      `${head}\r\ncontent-length: -1\r\n\r\n`,
      `${head}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      `${head}\r\nbad header\r\n\r\n`,
      `${head}\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`,
      `CONNECT a:1 HTTP/1.1\r\nhost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\nx-forwarded-host: ..localhost\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: .localhost\r\n\r\n`,
    ];
    for (const piece of pieces) {
      const socket = connect(port, "127.0.0.1");
      const answered = new Promise((resolve) =>
        socket.once("data", resolve).once("close", resolve).once("error", resolve),
      );
      socket.write(piece);
      // Half of them leave the server waiting for more: they hang up instead.
      socket.end();
      await answered;
      socket.destroy();
      expect((await call("GET", "/v1/sandboxes")).status).toBe(200);
    }
  });
});
