// What the client does, as spans: one for each call, and below it one for each attempt. The tracer here is a few lines
// in the shape of OpenTelemetry's. With @opentelemetry/api, `trace.getTracer("…")` takes its place, and the parent is
// handed over as a context: `trace.setSpan(context.active(), parent)`.
import { Leap0Client, type Leap0Event } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";

type Attributes = Record<string, string | number>;

interface Span {
  setAttribute(name: string, value: string | number): void;
  addEvent(name: string, attributes: Attributes): void;
  setStatus(status: { code: typeof OK | typeof ERROR }): void;
  end(): void;
}

interface Tracer {
  startSpan(name: string, options: { attributes?: Attributes; startTime?: number }, parent?: Span): Span;
}

const OK = 1;
const ERROR = 2;

/** Draws spans from a client's events. The events of one call share its number, and its attempts never overlap. */
function createSpans(tracer: Tracer): (event: Leap0Event) => void {
  const calls = new Map<number, { span: Span; attempt?: Span | undefined }>();

  return (event) => {
    // It stands alone: the reads around it have spans of their own.
    if (event.type === "wake") return;
    let open = calls.get(event.call);
    if (!open) {
      // Only the rate limiter can hold a call before its first attempt.
      const startTime = Date.now() - (event.type === "rate-limit" ? event.waitMs : 0);
      open = { span: tracer.startSpan(event.operation, { startTime }) };
      calls.set(event.call, open);
    }
    switch (event.type) {
      case "attempt": {
        const attributes = { "http.request.resend_count": event.attempt - 1 };
        open.attempt = tracer.startSpan(`${event.operation} attempt`, { attributes }, open.span);
        break;
      }
      case "response":
        open.attempt?.setAttribute("http.response.status_code", event.status);
        open.attempt?.setStatus({ code: event.status < 300 ? OK : ERROR });
        open.attempt?.end();
        open.attempt = undefined;
        break;
      case "rate-limit":
        open.span.addEvent("rate limit", { wait_ms: Math.round(event.waitMs) });
        break;
      case "retry":
        open.span.addEvent("retry", { reason: event.reason, wait_ms: Math.round(event.waitMs) });
        break;
      case "reconcile":
        open.span.addEvent("reconcile", { result: event.result });
        break;
      case "end":
        open.span.setStatus({ code: event.outcome === "success" ? OK : ERROR });
        open.span.end();
        calls.delete(event.call);
    }
    // An attempt without a response has ended when the next event comes.
    if (open.attempt && event.type !== "attempt") {
      open.attempt.setStatus({ code: ERROR });
      open.attempt.end();
      open.attempt = undefined;
    }
  };
}

/** Prints each span when it ends, children before their parents, as exporters do. */
const tracer: Tracer = {
  startSpan(name, { attributes = {}, startTime = Date.now() }, parent) {
    const notes: string[] = [];
    let code: number | undefined;
    return {
      setAttribute: (key, value) => Object.assign(attributes, { [key]: value }),
      addEvent: (event, about) => notes.push(`${event} ${JSON.stringify(about)}`),
      setStatus: (status) => {
        code = status.code;
      },
      end: () => {
        const status = code === OK ? "ok" : "error";
        console.log(`${parent ? "  " : ""}${name}: ${status}, ${Date.now() - startTime} ms`, attributes);
        for (const note of notes) console.log(`  * ${note}`);
      },
    };
  },
};

const emulator = createEmulator({ apiKey: "test-key" });
const client = new Leap0Client({
  apiKey: "test-key",
  fetch: emulator.fetch,
  onEvent: createSpans(tracer),
});

const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });

// The connection breaks after the API has paused the sandbox: the client reads the sandbox and needs no retry.
emulator.inject({ operation: "pauseSandbox", fault: { kind: "reset", applies: true } });
await client.sandboxes.pause(id);
