import { mock } from "node:test";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { successes } from "../../support/operations.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

// Test runners replace timers, the clock, or both, and a program may make its client before or after that.

afterEach(() => {
  vi.useRealTimers();
});

const ok = () => json(200, successes.getSandbox.body);
const once429 = (retryAfter: string) =>
  scriptedFetch((_, index) => (index ? ok() : json(429, {}, { "retry-after": retryAfter })));

test("a client that was made under fake timers keeps its retry budget when they end", async () => {
  vi.useFakeTimers();
  const fetch = scriptedFetch((_, index) => (index % 2 ? ok() : json(503)));
  vi.advanceTimersByTime(1e9);
  const client = clientWith({ fetch, rateLimit: false });
  const first = client.sandboxes.get("a");
  await vi.runAllTimersAsync();
  await first;
  vi.useRealTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  onTestFinished(() => void vi.restoreAllMocks());
  for (let count = 0; count < 5; count++) await client.sandboxes.get("a");
  expect(fetch.sent).toHaveLength(12);
});

test("a clock that is set back neither ends the budget nor lengthens a wait", async () => {
  const platform = performance.now.bind(performance);
  let offset = 1e9;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => platform() + offset);
  onTestFinished(() => clock.mockRestore());
  const fetch = once429("0.05");
  const client = clientWith({ fetch });
  const call = client.sandboxes.get("a");
  await vi.waitFor(() => expect(fetch.sent).toHaveLength(1), 60_000);
  offset = 0;
  await call;
  expect(fetch.sent).toHaveLength(2);
});

test("calls do not wait for ever after a 429 where only the timers are fake", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  onTestFinished(() => mock.timers.reset());
  const fetch = once429("60");
  const call = clientWith({ fetch }).sandboxes.get("a");
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  while (fetch.sent.length === 0) await turns();
  await turns();
  mock.timers.tick(70_000);
  await call;
  expect(fetch.sent).toHaveLength(2);
});

test("nor where only the clock stands still", async () => {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  const fetch = once429("0.05");
  await clientWith({ fetch }).sandboxes.get("a");
  expect(fetch.sent).toHaveLength(2);
});
