import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inProcess, mount, type Opened, overHttp } from "./support/open.ts";

const state = {
  version: 1,
  sandboxes: [{ id: "sbx-one", state: "running", mounts: [{ ...mount, id: "mnt-one" }] }],
} as const;

type Action = "pause" | "stop" | "start" | "wake" | "add" | "remove" | "delete" | "read";

const actions = fc.array(
  fc.constantFrom<Action>("pause", "stop", "start", "wake", "add", "remove", "delete", "read"),
  {
    minLength: 2,
    maxLength: 25,
  },
);

/** Does all of it at once and answers what each came to. */
async function storm({ call, invoke, clock }: Opened, wanted: readonly Action[]) {
  const path = "/v1/sandbox/sbx-one";
  const act = (action: Action, n: number) => {
    switch (action) {
      case "wake":
        return invoke("sbx-one");
      case "add":
        return call("POST", `${path}/mounts`, { ...mount, mount_path: `/place/${n % 12}` });
      case "remove":
        return call("DELETE", `${path}/mounts/mnt-one`);
      case "delete":
        return call("DELETE", `${path}/`);
      case "read":
        return call("GET", `${path}/`);
      default:
        return call("POST", `${path}/${action}`);
    }
  };
  let open = wanted.length;
  const answers = wanted.map(async (action, n) => {
    const answer = await act(action, n);
    open--;
    return { action, ...answer };
  });
  while (open > 0) await clock.advance(1);
  return { done: await Promise.all(answers), last: await call("GET", `${path}/`) };
}

describe("requests for one sandbox at the same time", () => {
  it.each([
    ["without delays", inProcess, {}, 60],
    ["with delays", inProcess, { stateDelayMs: 3 }, 40],
    ["over HTTP", overHttp, { stateDelayMs: 2 }, 10],
  ])("leave it as consistent as one after the other would, %s", async (_, open, options, numRuns) => {
    await fc.assert(
      fc.asyncProperty(actions, async (wanted) => {
        const opened = await open({ ...options, state });
        const { done, last } = await storm(opened, wanted);
        const won = (action: Action) =>
          done.filter((answer) => answer.action === action && answer.status < 300);

        expect(won("delete").length).toBeLessThanOrEqual(1);
        expect(won("remove").length).toBeLessThanOrEqual(1);
        // Every change is from a state that allows it, so two of a kind have something between them that led back.
        const wakes = opened.emulator
          .requests()
          .filter(({ operation, applied }) => operation === "invoke" && applied);
        expect(won("pause").length).toBeLessThanOrEqual(1 + wakes.length + won("start").length);
        expect(won("start").length).toBeLessThanOrEqual(won("stop").length);
        expect(wakes.length).toBeLessThanOrEqual(won("pause").length);
        expect(last.status).toBe(won("delete").length === 1 ? 404 : 200);
        if (last.status === 404) return;

        const places = last.body.mounts?.map((kept) => kept.mount_path) ?? [];
        expect(new Set(places).size).toBe(places.length);
        expect(places.length).toBe(1 + won("add").length - won("remove").length);
        expect(places.length).toBeLessThanOrEqual(8);
      }),
      { numRuns },
    );
  });

  it("create no more sandboxes than there is room for", async () => {
    const { call, clock } = await inProcess({ stateDelayMs: { starting: 10 } });
    const asking = Promise.all(
      Array.from({ length: 20 }, () => call("POST", "/v1/sandbox/", { template_name: "t" })),
    );
    await clock.advance(10);
    const statuses = (await asking).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 409)).toHaveLength(17);
  });
});
