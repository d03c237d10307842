import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statuses } from "../../src/generated/emulator/description.ts";
import { responses } from "../../src/generated/emulator/validators.js";
import type { OperationId } from "../../src/generated/operations.ts";
import { SECRET } from "./support/described.ts";
import { inProcess, KEY, type Opened, overHttp, type Read } from "./support/open.ts";
import { KNOWN_TO_NODE, requests, type Sent, send, TOGETHER } from "./support/requests.ts";

const REQUESTS = Number(process.env.LEAP0_FUZZ_RUNS ?? 2000);

/** Sends one and looks whether the answer is one that the description allows. */
async function tryOut(opened: Opened, sent: Sent): Promise<void> {
  const { emulator } = opened;
  const answer = await send(opened, sent);

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
    Math.max(300_000, REQUESTS * 10),
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
    Math.max(300_000, REQUESTS * 10),
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
