// Logs a call that is retried. Run it here: LOG_LEVEL=debug npx tsx pino/main.ts
import { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { pino } from "pino";
import { logTo } from "./log.ts";

const emulator = createEmulator({ apiKey: "test-key" });
emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 } });

const client = new Leap0Client({
  apiKey: "test-key",
  fetch: emulator.fetch,
  onEvent: logTo(pino({ level: process.env.LOG_LEVEL ?? "info" })),
});
await client.sandboxes.list();
