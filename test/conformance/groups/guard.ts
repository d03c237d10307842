import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { equal, ok } from "../assert.ts";
import type { Group } from "../case.ts";
import { inProcess } from "../case.ts";
import { API_KEY } from "../stage.ts";

function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

/** What a client refuses before it exists. */
export const guard: Group = {
  name: "guard",
  cases: [
    {
      name: "refuses a key in a page unless that is asked for by name",
      on: (where) => inProcess(where) && where.runtime.kind === "browser",
      async run() {
        const refusal = attempt(() => new Leap0Client({ apiKey: API_KEY }));
        ok(refusal instanceof InvalidRequestError, "not refused");
        ok(
          refusal.message.includes("dangerouslyAllowBrowser"),
          `does not name the way out: ${refusal.message}`,
        );
        const allowed = attempt(() => new Leap0Client({ apiKey: API_KEY, dangerouslyAllowBrowser: true }));
        ok(allowed instanceof Leap0Client, "refused although it was allowed");
      },
    },
    {
      name: "asks nobody for that permission outside of pages",
      on: (where) => inProcess(where) && where.runtime.kind !== "browser",
      async run() {
        ok(attempt(() => new Leap0Client({ apiKey: API_KEY })) instanceof Leap0Client, "refused");
      },
    },
    {
      name: "refuses to send a key in the clear",
      on: inProcess,
      async run() {
        for (const baseUrl of ["http://api.example.com", "https://user:pass@api.example.com", "nonsense"]) {
          const refusal = attempt(
            () => new Leap0Client({ apiKey: API_KEY, dangerouslyAllowBrowser: true, baseUrl }),
          );
          ok(refusal instanceof InvalidRequestError, `${baseUrl} was accepted`);
          equal(refusal.message.includes("pass@"), false, "the password is repeated");
        }
      },
    },
    {
      name: "asks for a key where the environment has none",
      on: inProcess,
      async run() {
        const refusal = attempt(() => new Leap0Client({ dangerouslyAllowBrowser: true }));
        ok(refusal instanceof InvalidRequestError, "not refused");
        ok(refusal.message.includes("LEAP0_API_KEY"), refusal.message);
      },
    },
  ],
};
