import { BadRequestError, ServerError } from "leap0-fetch";
import { ACCESS_KEY_ID, mountRequest, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import { ok, rejection, rejectionOf } from "../assert.ts";
import { API_KEY, createOne, type Group, overHttp } from "../stage.ts";

const values = [API_KEY, ACCESS_KEY_ID, SECRET_ACCESS_KEY];

/** An API that sends back what it was sent, as some do when they refuse it. */
const echo = {
  message: `refused ${SECRET_ACCESS_KEY} of ${ACCESS_KEY_ID} with ${API_KEY}`,
  errors: [{ field: "secret_access_key", error: `${SECRET_ACCESS_KEY.slice(0, 20)}… is not a key` }],
};

function holdsNone(value: unknown): void {
  for (const text of inspections(value))
    for (const secret of values) ok(!text.includes(secret.slice(0, 16)), `printed a secret in: ${text}`);
}

export const secrets: Group = {
  name: "secrets",
  cases: [
    {
      name: "are not in the client",
      async run(stage) {
        holdsNone(stage.client());
      },
    },
    {
      name: "are not in an error, also where the API sent them back",
      async run(stage) {
        const client = stage.client({ maxRetries: 0 });
        const { id } = await createOne(client);
        for (const [status, type] of [
          [400, BadRequestError],
          [500, ServerError],
        ] as const) {
          await stage.inject({ operation: "addSandboxMount", fault: { kind: "status", status, body: echo } });
          holdsNone(await rejectionOf<Error>(client.mounts.add(id, mountRequest()), type));
        }
      },
    },
    {
      name: "are not in what the platform says about a broken connection",
      on: overHttp,
      async run(stage) {
        const client = stage.client({ baseUrl: stage.servers.closed, maxRetries: 0 });
        holdsNone(await rejection(client.mounts.add("sbx-abc", mountRequest())));
      },
    },
  ],
};

type Inspect = (value: unknown, options?: object) => string;

interface Inspecting {
  readonly Bun?: { readonly inspect: Inspect };
  readonly Deno?: { readonly inspect: Inspect };
  readonly process?: { getBuiltinModule?(name: string): { readonly inspect: Inspect } | undefined };
}

/** The printers of this platform, as far as it has some beside JSON. */
function printers(): Inspect[] {
  const { Bun, Deno, process } = globalThis as Inspecting;
  const found = [Bun?.inspect, Deno?.inspect, process?.getBuiltinModule?.("node:util")?.inspect];
  return found.filter((inspect) => inspect !== undefined);
}

/** Everything that somebody who holds a value might print or send off. */
function inspections(value: unknown): string[] {
  const deep = { depth: 50, showHidden: true, getters: true };
  const texts = [JSON.stringify(value) ?? "", String(value)];
  for (const print of printers()) texts.push(print(value), print(value, deep));
  for (let error = value; error instanceof Error; error = error.cause) {
    texts.push(error.message, error.stack ?? "");
    for (const name of Object.getOwnPropertyNames(error)) texts.push(plain(Reflect.get(error, name)));
  }
  return texts;
}

const plain = (value: unknown): string =>
  value instanceof Headers ? JSON.stringify([...value]) : (JSON.stringify(value) ?? String(value));
