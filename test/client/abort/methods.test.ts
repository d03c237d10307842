import { describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { elapse, settle, useFakeTime } from "../../support/fake-time.ts";
import { mount, mountRequest, sandboxStatus } from "../../support/fixtures.ts";
import { hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

const reasons: [string, unknown][] = [
  ["null", null],
  ["0", 0],
  ["an empty text", ""],
  ["an error", new RangeError("enough")],
];
const isApi = ({ url }: Sent) => url.startsWith("https://api.leap0.dev/");

describe.each(reasons)("an abort with %s", (_, reason) => {
  const watch = (promise: Promise<unknown>) => {
    const settled = vi.fn();
    promise.then(
      (value) => settled("resolved", value),
      (why) => settled("rejected", why),
    );
    return settled;
  };

  test("ends waitFor between two polls", async () => {
    useFakeTime();
    const fetch = scriptedFetch(() => json(200, sandboxStatus()));
    const controller = new AbortController();
    const { sandboxes } = clientWith({ fetch });
    const settled = watch(sandboxes.waitFor("a", "paused", { signal: controller.signal }));
    await elapse(1000);
    const polls = fetch.sent.length;
    expect(polls).toBeGreaterThan(1);
    controller.abort(reason);
    await settle();
    expect(settled.mock.calls).toEqual([["rejected", reason]]);
    await elapse(600_000);
    expect(fetch.sent).toHaveLength(polls);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("ends resume while the sandbox's own host does not respond", async () => {
    useFakeTime();
    const fetch = scriptedFetch((request) =>
      isApi(request) ? json(200, sandboxStatus({ state: "paused" })) : hanging(request),
    );
    const controller = new AbortController();
    const settled = watch(clientWith({ fetch }).sandboxes.resume("a", { signal: controller.signal }));
    await elapse(1);
    expect(fetch.sent).toHaveLength(2);
    controller.abort(reason);
    await settle();
    expect(settled.mock.calls).toEqual([["rejected", reason]]);
    await elapse(600_000);
    expect(fetch.sent).toHaveLength(2);
  });

  test("ends ensure while it waits for another ensure, and leaves the other one alone", async () => {
    useFakeTime();
    let respond: (response: Response) => void = () => {};
    const fetch = scriptedFetch(
      () =>
        new Promise((resolve) => {
          respond = resolve;
        }),
    );
    const client = clientWith({ fetch });
    const controller = new AbortController();
    const first = watch(client.mounts.ensure("a", mountRequest()));
    const second = watch(client.mounts.ensure("a", mountRequest(), { signal: controller.signal }));
    await settle();
    controller.abort(reason);
    await settle();
    expect(second.mock.calls).toEqual([["rejected", reason]]);
    expect(first).not.toHaveBeenCalled();
    expect(fetch.sent).toHaveLength(1);
    respond(json(200, sandboxStatus({ mounts: [mount({ id: "m" })] })));
    await settle();
    expect(first.mock.calls).toMatchObject([["resolved", { id: "m" }]]);
    await elapse(600_000);
    expect(fetch.sent).toHaveLength(1);
  });

  test("ends an iteration while it loads its pages", async () => {
    useFakeTime();
    const items = ["a", "b"].map((id) => ({ id, template_id: "t", state: "running", created_at: "" }));
    const fetch = scriptedFetch((request, index) =>
      index ? hanging(request) : json(200, { items, total_items: 9 }),
    );
    const controller = new AbortController();
    const seen: string[] = [];
    const settled = watch(
      (async () => {
        for await (const { id } of clientWith({ fetch }).sandboxes.list({}, { signal: controller.signal }))
          seen.push(id);
      })(),
    );
    await settle();
    expect([seen, fetch.sent.length]).toEqual([[], 2]);
    controller.abort(reason);
    await settle();
    expect(settled.mock.calls).toEqual([["rejected", reason]]);
  });
});
