import { equal, ok, rejection } from "../assert.ts";
import { type Case, createOne, type Group } from "../stage.ts";

const during = (where: "headers" | "body"): Case => ({
  name: `rejects with the signal's own reason while it waits for the ${where}`,
  async run(stage) {
    const { id } = await createOne(stage.client());
    await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where } });
    const [controller, reason] = [new AbortController(), { why: "changed my mind" }];
    const onEvent = ({ type }: { type: string }) => {
      // Not within the event: the client has yet to do what it just announced.
      if (type === "attempt") setTimeout(() => controller.abort(reason), 20);
    };
    const get = stage.client({ onEvent }).sandboxes.get(id, { signal: controller.signal });
    ok((await rejection(get)) === reason, "rejected with something else than the reason");
  },
});

export const abort: Group = {
  name: "abort",
  cases: [
    during("headers"),
    during("body"),
    {
      name: "takes a time limit of the platform for what it is",
      async run(stage) {
        await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where: "headers" } });
        const signal = AbortSignal.timeout(30);
        const seen = await rejection(stage.client().sandboxes.get("sbx-abc", { signal }));
        ok(seen === signal.reason, "rejected with something else than the reason");
        equal((seen as Error).name, "TimeoutError");
      },
    },
  ],
};
