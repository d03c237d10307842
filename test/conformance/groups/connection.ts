import { ConnectionError, TimeoutError, UnexpectedResponseError } from "leap0-fetch";
import { equal, rejectionOf } from "../assert.ts";
import { type Case, createOne, type Group, overHttp, type Servers, type Where } from "../stage.ts";

const once = { maxRetries: 0 };

/** A page and a Worker are not told why a connection failed. */
const told = (where: Where): boolean =>
  overHttp(where) && !["browser", "workerd"].includes(where.runtime.kind);

/** An address to which no connection comes about: a create that was meant for it had no effect, and the error knows. */
const unreachable = (what: string, baseUrl: (servers: Servers) => string): Case => ({
  name: `knows that nothing was sent: ${what}`,
  on: told,
  async run(stage) {
    const nobody = stage.client({ baseUrl: baseUrl(stage.servers), ...once });
    equal((await rejectionOf(createOne(nobody), ConnectionError)).outcomeUnknown, false);
  },
});

const stalled = (where: "headers" | "body"): Case => ({
  name: `ends an attempt whose ${where} never come${where === "body" ? "s" : ""}`,
  async run(stage) {
    const client = stage.client();
    const { id } = await createOne(client);
    await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where } });
    const late = client.sandboxes.get(id, { timeoutMs: 60, ...once });
    equal((await rejectionOf(late, TimeoutError)).limit, "attempt");
  },
});

const broken = (where: "headers" | "body"): Case => ({
  name: `retries a read whose connection broke before its ${where} were complete`,
  async run(stage) {
    await stage.inject({ operation: "listSandboxes", fault: { kind: "reset", where } });
    equal((await stage.client().sandboxes.list()).total_items, 0);
  },
});

export const connection: Group = {
  name: "connection",
  cases: [
    {
      name: "throws ConnectionError where nobody listens",
      on: overHttp,
      async run(stage) {
        const nobody = stage.client({ baseUrl: stage.servers.closed, ...once });
        const error = await rejectionOf(nobody.sandboxes.get("sbx-abc"), ConnectionError);
        equal([error.operation, error.outcomeUnknown], ["getSandbox", false]);
      },
    },
    unreachable("nobody listens", ({ closed }) => closed),
    unreachable("the name does not resolve", () => "https://nobody.invalid"),
    unreachable("the other side speaks no TLS", ({ mirror }) => mirror.replace("http:", "https:")),
    unreachable("the server does not speak TLS", ({ api }) => api.url.replace("http:", "https:")),
    unreachable("fetch blocks the port", () => "https://127.0.0.1:6000"),
    broken("headers"),
    broken("body"),
    stalled("headers"),
    stalled("body"),
    {
      name: "does not take half a body for a response",
      async run(stage) {
        const client = stage.client(once);
        const { id } = await createOne(client);
        await stage.inject({ operation: "getSandbox", fault: { kind: "truncated" } });
        await rejectionOf(client.sandboxes.get(id), UnexpectedResponseError);
      },
    },
  ],
};
