import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { expect, test } from "vitest";
import { spans } from "../../examples/integrations/opentelemetry.ts";

const OK = 1;
const ERROR = 2;

function stage() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const emulator = createEmulator({ apiKey: "test-key-of-spans" });
  const client = new Leap0Client({
    apiKey: "test-key-of-spans",
    fetch: emulator.fetch,
    onEvent: spans(provider.getTracer("test")),
  });
  return { emulator, client, finished: () => exporter.getFinishedSpans() };
}

const shape = ({ name, status, attributes }: ReadableSpan) => ({ name, status: status.code, attributes });

test("a call that was retried is one span, with one below it for each attempt", async () => {
  const { emulator, client, finished } = stage();
  emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 } });

  await client.sandboxes.list();

  const [first, second, call] = finished();
  expect(finished()).toHaveLength(3);
  expect([first, second, call].map((span) => span && shape(span))).toEqual([
    {
      name: "leap0 attempt",
      status: ERROR,
      attributes: { "http.request.resend_count": 0, "http.response.status_code": 503 },
    },
    {
      name: "leap0 attempt",
      status: OK,
      attributes: { "http.request.resend_count": 1, "http.response.status_code": 200 },
    },
    {
      name: "leap0 listSandboxes",
      status: OK,
      attributes: { "leap0.operation": "listSandboxes", "leap0.attempts": 2 },
    },
  ]);
  const parent = call?.spanContext().spanId;
  expect([first, second].map((span) => span?.parentSpanContext?.spanId)).toEqual([parent, parent]);
  // On a busy machine the call may have waited for the rate limiter as well.
  expect(call?.events.map(({ name }) => name)).toContain("retry");
});

test("an attempt without a response ends, and the reconciling that follows is an event", async () => {
  const { emulator, client, finished } = stage();
  const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });
  emulator.inject({ operation: "pauseSandbox", fault: { kind: "reset", applies: true } });

  await client.sandboxes.pause(id);

  const pause = finished().find(({ name }) => name === "leap0 pauseSandbox");
  expect(pause?.status.code).toBe(OK);
  expect(pause?.events.map(({ name }) => name)).toContain("reconcile");
  expect(finished().every(({ ended }) => ended)).toBe(true);
});

test("no span holds the key or an id", async () => {
  const { client, finished } = stage();
  const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });
  await client.sandboxes.get(id);
  const text = JSON.stringify(finished().map(shape));
  expect(text).not.toContain("test-key-of-spans");
  expect(text).not.toContain(id);
});
