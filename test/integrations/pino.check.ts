import { Leap0Client, NotFoundError } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { pino } from "pino";
import { expect, test } from "vitest";
import { logTo } from "../../examples/integrations/pino.ts";

function stage(level: string) {
  const lines: { level: number; msg: string; operation: string }[] = [];
  const logger = pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const emulator = createEmulator({ apiKey: "test-key" });
  const client = new Leap0Client({ apiKey: "test-key", fetch: emulator.fetch, onEvent: logTo(logger) });
  return { emulator, client, lines };
}

test("a call that goes well is one line", async () => {
  const { client, lines } = stage("info");
  await client.sandboxes.list();
  expect(lines).toMatchObject([
    { level: 30, msg: "leap0 call", operation: "listSandboxes", attempts: 1, outcome: "success" },
  ]);
});

test("a retry is a warning, and a failure an error", async () => {
  const { emulator, client, lines } = stage("info");
  emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 } });
  await client.sandboxes.list();
  await expect(client.sandboxes.get("sbx-none")).rejects.toThrow(NotFoundError);
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [40, "leap0 retry"],
    [30, "leap0 call"],
    [50, "leap0 call"],
  ]);
});

test("attempts and responses are there for those who debug", async () => {
  const { client, lines } = stage("debug");
  await client.sandboxes.list();
  expect(lines.map(({ msg }) => msg)).toEqual(["leap0 attempt", "leap0 response", "leap0 call"]);
});
