// What the client does, as one line of JSON for each event. Events hold no id, body, header or key,
// so they can be logged as they are.
import { Leap0Client, type Leap0Event } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";

function levelOf(event: Leap0Event): "debug" | "info" | "warn" {
  switch (event.type) {
    case "retry":
    case "reconcile":
      return "warn";
    case "end":
      return event.outcome === "failure" ? "warn" : "info";
    default:
      return "debug";
  }
}

function log(event: Leap0Event): void {
  const { type: message, ...about } = event;
  const line = { time: new Date().toISOString(), level: levelOf(event), message, ...about };
  console.log(JSON.stringify(line, (_, value) => (typeof value === "number" ? Math.round(value) : value)));
}

const emulator = createEmulator({ apiKey: "test-key" });
const client = new Leap0Client({ apiKey: "test-key", fetch: emulator.fetch, onEvent: log });

const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });

// The API is overloaded once: the client retries the read.
emulator.inject({ operation: "getSandbox", fault: { kind: "status", status: 503 } });
await client.sandboxes.get(id);

// The response of a pause is lost: the client reads the sandbox, sees that it is paused, and returns it.
emulator.inject({ operation: "pauseSandbox", fault: { kind: "reset", applies: true } });
await client.sandboxes.pause(id);
