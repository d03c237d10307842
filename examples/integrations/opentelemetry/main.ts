// Prints the spans of a call that succeeds at its second attempt. Run it here: npx tsx opentelemetry/main.ts
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { spans } from "./spans.ts";

const provider = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())],
});

const emulator = createEmulator({ apiKey: "test-key" });
emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 } });

const client = new Leap0Client({
  apiKey: "test-key",
  fetch: emulator.fetch,
  onEvent: spans(provider.getTracer("leap0-fetch")),
});
await client.sandboxes.list();
await provider.shutdown();
