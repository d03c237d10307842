import { InvalidRequestError, Leap0Client, NotFoundError } from "leap0-fetch";
import { equal, ok, rejectionOf } from "../assert.ts";
import { API_KEY, type Group, inProcess } from "../stage.ts";

function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

/** What the constructor of a client rejects. */
export const guard: Group = {
  name: "guard",
  cases: [
    {
      name: "rejects a key in a page unless that is asked for by name",
      on: (where) => inProcess(where) && where.runtime.kind === "browser",
      async run() {
        const rejection = attempt(() => new Leap0Client({ apiKey: API_KEY }));
        ok(rejection instanceof InvalidRequestError, "not rejected");
        ok(
          rejection.message.includes("dangerouslyAllowBrowser"),
          `does not name the way out: ${rejection.message}`,
        );
        const allowed = attempt(() => new Leap0Client({ apiKey: API_KEY, dangerouslyAllowBrowser: true }));
        ok(allowed instanceof Leap0Client, "rejected although it was allowed");
      },
    },
    {
      name: "asks nobody for that permission outside of pages",
      on: (where) => inProcess(where) && where.runtime.kind !== "browser",
      async run() {
        ok(attempt(() => new Leap0Client({ apiKey: API_KEY })) instanceof Leap0Client, "rejected");
      },
    },
    {
      name: "sends nothing for an id that leads to another path, and keeps every other within its segment",
      async run(stage) {
        const client = stage.client();
        for (const id of ["", ".", ".."])
          await rejectionOf(client.mounts.delete("sbx-abc", id), InvalidRequestError);
        equal((await stage.requests()).length, 0, "requests");
        const odd = ["a/b", "../..", "a?b=c", "a#b", "100%", "%2e%2e", "a b", "zürich", "🪣"];
        for (const id of odd) await rejectionOf(client.sandboxes.get(id), NotFoundError);
        equal(
          (await stage.requests()).map(({ operation, path }) => [operation, path]),
          odd.map((id) => ["getSandbox", `/v1/sandbox/${encodeURIComponent(id)}/`]),
        );
      },
    },
    {
      name: "asks for a key where the environment has none",
      on: inProcess,
      async run() {
        const rejection = attempt(() => new Leap0Client({ dangerouslyAllowBrowser: true }));
        ok(rejection instanceof InvalidRequestError, "not rejected");
        ok(rejection.message.includes("LEAP0_API_KEY"), rejection.message);
      },
    },
  ],
};
