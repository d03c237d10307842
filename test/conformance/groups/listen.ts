import { BadRequestError, ConnectionError, Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { equal, ok, rejection, rejectionOf } from "../assert.ts";
import { API_KEY, createOne, type Group, inProcess, type Where } from "../stage.ts";

const canListen = ({ runtime }: Where): boolean => !["workerd", "browser"].includes(runtime.kind);

/** What the emulator needs of a platform. */
export const listen: Group = {
  name: "listen",
  cases: [
    {
      name: "to a port where there are sockets",
      on: (where) => inProcess(where) && canListen(where),
      async run() {
        const { url, close } = await createEmulator({ apiKey: API_KEY }).listen();
        try {
          const client = new Leap0Client({ apiKey: API_KEY, baseUrl: url });
          const { id } = await createOne(client);
          equal((await client.sandboxes.pause(id)).state, "paused");
        } finally {
          await close();
        }
      },
    },
    {
      name: "is rejected where there are none",
      on: (where) => inProcess(where) && !canListen(where),
      async run() {
        ok((await rejection(createEmulator({ apiKey: API_KEY }).listen())) instanceof Error, "no error");
      },
    },
    {
      name: "or be called: checks fields without making code at run time",
      on: inProcess,
      async run(stage) {
        const call = stage.client().sandboxes.create({ template_name: "a", vcpu: 99 });
        const { errors } = await rejectionOf(call, BadRequestError);
        equal(
          errors.map(({ field }) => field),
          ["vcpu"],
        );
      },
    },
    {
      name: "or be called: breaks connections as the platform does",
      on: inProcess,
      async run(stage) {
        await stage.inject({ operation: "*", fault: { kind: "reset", where: "body" } });
        const list = stage.client({ maxRetries: 0 }).sandboxes.list();
        await rejectionOf(Promise.resolve(list), ConnectionError);
      },
    },
  ],
};
