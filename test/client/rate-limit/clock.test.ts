import { mock } from "node:test";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { clientOf, json, ok } from "../../support/client.ts";
import { stubRandom } from "../../support/fake-time.ts";

// Test runners replace timers, the clock, or both, and a program may make its client before or after that.

afterEach(() => {
  vi.useRealTimers();
});

const once429 = (retryAfter: string) =>
  clientOf((_, index) => (index ? ok() : json(429, {}, { "retry-after": retryAfter })));

test("a client that was made under fake timers keeps its retry budget when they end", async () => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(1e9);
  const { sandboxes, sent } = clientOf((_, index) => (index % 2 ? ok() : json(503)), { rateLimit: false });
  const first = sandboxes.get("a");
  await vi.runAllTimersAsync();
  await first;
  vi.useRealTimers();
  stubRandom(0);
  for (let count = 0; count < 5; count++) await sandboxes.get("a");
  expect(sent).toHaveLength(12);
});

test("a clock that is set back neither ends the budget nor lengthens a wait", async () => {
  const platform = performance.now.bind(performance);
  let offset = 1e9;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => platform() + offset);
  onTestFinished(() => clock.mockRestore());
  const { sandboxes, sent } = once429("0.05");
  const call = sandboxes.get("a");
  await vi.waitFor(() => expect(sent).toHaveLength(1), 60_000);
  offset = 0;
  await call;
  expect(sent).toHaveLength(2);
});

test("calls do not wait for ever after a 429 where only the timers are fake", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  onTestFinished(() => mock.timers.reset());
  const { sandboxes, sent } = once429("60");
  const call = sandboxes.get("a");
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  while (sent.length === 0) await turns();
  await turns();
  mock.timers.tick(70_000);
  await call;
  expect(sent).toHaveLength(2);
});

test("nor where only the clock stands still", async () => {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  const { sandboxes, sent } = once429("0.05");
  await sandboxes.get("a");
  expect(sent).toHaveLength(2);
});
