import { AuthenticationError, ConnectionError, Leap0Client } from "leap0-fetch";
import { createEmulator, createManualClock } from "leap0-fetch/emulator";
import { equal, ok, rejection, rejectionOf } from "../assert.ts";
import type { Group, Where } from "../case.ts";
import { inProcess } from "../case.ts";
import { API_KEY } from "../stage.ts";
import { createOne } from "../things.ts";

const canListen = ({ runtime }: Where): boolean => !["workerd", "browser"].includes(runtime.kind);
const client = (fetch: (url: string, init: RequestInit) => Promise<Response>, apiKey = API_KEY) =>
  new Leap0Client({ apiKey, fetch, dangerouslyAllowBrowser: true });

export const emulator: Group = {
  name: "emulator",
  cases: [
    {
      name: "refuses another key",
      on: inProcess,
      async run() {
        const { fetch } = createEmulator({ apiKey: API_KEY });
        await rejectionOf(Promise.resolve(client(fetch, "lk-other").sandboxes.list()), AuthenticationError);
      },
    },
    {
      name: "checks fields against the description without making code at run time",
      on: inProcess,
      async run() {
        const { fetch } = createEmulator({ apiKey: API_KEY });
        const refused = client(fetch).sandboxes.create({ template_name: "a", vcpu: 99 });
        const { errors } = (await rejection(refused)) as { errors: { field: string }[] };
        equal(
          errors.map(({ field }) => field),
          ["vcpu"],
        );
      },
    },
    {
      name: "keeps the limit of requests",
      on: inProcess,
      async run() {
        const { fetch } = createEmulator({
          apiKey: API_KEY,
          limits: { requests: 2 },
          clock: createManualClock(),
        });
        const impatient = new Leap0Client({
          apiKey: API_KEY,
          fetch,
          maxRetries: 0,
          dangerouslyAllowBrowser: true,
        });
        await impatient.sandboxes.list();
        await impatient.sandboxes.list();
        const { status, retryAfterMs } = (await rejection(impatient.sandboxes.list())) as Record<
          string,
          number
        >;
        equal([status, retryAfterMs], [429, 60_000]);
      },
    },
    {
      name: "breaks connections as the platform does",
      on: inProcess,
      async run() {
        const emulator = createEmulator({ apiKey: API_KEY });
        emulator.inject({ operation: "*", fault: { kind: "reset", where: "body" } });
        const once = new Leap0Client({
          apiKey: API_KEY,
          fetch: emulator.fetch,
          maxRetries: 0,
          dangerouslyAllowBrowser: true,
        });
        await rejectionOf(Promise.resolve(once.sandboxes.list()), ConnectionError);
      },
    },
    {
      name: "hands its sandboxes on to another one, without secrets",
      on: inProcess,
      async run() {
        const first = createEmulator({ apiKey: API_KEY });
        const { id } = await createOne(client(first.fetch));
        const state = JSON.parse(JSON.stringify(first.export()));
        const second = createEmulator({ apiKey: API_KEY, state });
        equal((await client(second.fetch).sandboxes.get(id)).state, "running");
      },
    },
    {
      name: "listens on this runtime",
      on: (where) => inProcess(where) && canListen(where),
      async run() {
        const { url, close } = await createEmulator({ apiKey: API_KEY }).listen();
        try {
          const here = new Leap0Client({ apiKey: API_KEY, baseUrl: url });
          const { id } = await createOne(here);
          equal((await here.sandboxes.pause(id)).state, "paused");
        } finally {
          await close();
        }
      },
    },
    {
      name: "says that it cannot listen where there are no sockets",
      on: (where) => inProcess(where) && !canListen(where),
      async run() {
        ok((await rejection(createEmulator({ apiKey: API_KEY }).listen())) instanceof Error, "no error");
      },
    },
  ],
};
