// Logs a call that is retried, and prints its spans. Run it here: LOG_LEVEL=debug npx tsx main.ts
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { pino } from "pino";
import { spans } from "./opentelemetry.ts";
import { logTo } from "./pino.ts";

const provider = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())],
});
const trace = spans(provider.getTracer("leap0-fetch"));
const log = logTo(pino({ level: process.env.LOG_LEVEL ?? "info" }));

const emulator = createEmulator({ apiKey: "test-key" });
emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 } });

const client = new Leap0Client({
  apiKey: "test-key",
  fetch: emulator.fetch,
  onEvent(event) {
    log(event);
    trace(event);
  },
});
await client.sandboxes.list();
await provider.shutdown();
