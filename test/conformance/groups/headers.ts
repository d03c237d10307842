import { type Leap0Client, NotFoundError } from "leap0-fetch";
import { mountRequest } from "../../support/fixtures.ts";
import { equal, ok, rejectionOf } from "../assert.ts";
import { API_KEY, type Group, type Received, type Stage } from "../stage.ts";

/** What the other origin sees of a call that is meant for it. */
async function seen(stage: Stage, call: (client: Leap0Client) => PromiseLike<unknown>): Promise<Received> {
  await call(stage.client({ baseUrl: stage.elsewhere.url }));
  const [request] = await stage.elsewhere.received();
  ok(request, "nothing arrived");
  return request;
}

export const headers: Group = {
  name: "headers",
  cases: [
    {
      name: "carries the key in authorization",
      async run(stage) {
        const { headers } = await seen(stage, (client) => client.sandboxes.get("sbx-abc"));
        equal([headers.authorization, headers["leap0-authorization"]], [`Bearer ${API_KEY}`, undefined]);
      },
    },
    {
      name: "sends a body as JSON, whatever the caller's headers say",
      async run(stage) {
        const options = { headers: { "content-type": "text/plain", "x-team": "blue" } };
        const { headers, body } = await seen(stage, (client) =>
          client.mounts.add("sbx-abc", mountRequest(), options),
        );
        equal([headers["content-type"], headers["x-team"]], ["application/json", "blue"]);
        equal(JSON.parse(body), mountRequest());
      },
    },
    {
      name: "says who is calling, except from a page",
      async run(stage) {
        const { headers } = await seen(stage, (client) => client.sandboxes.get("sbx-abc"));
        const version = headers["leap0-sdk-version"];
        if (stage.runtime.kind === "browser") {
          equal([version, headers["leap0-source"]], [undefined, undefined]);
          return;
        }
        ok(/^\d+\.\d+\.\d+/.test(version ?? ""), `leap0-sdk-version: ${version}`);
        equal([headers["leap0-source"], headers["user-agent"]], ["leap0-fetch", `leap0-fetch/${version}`]);
      },
    },
    {
      name: "reads anew, also where a response says that it may be kept",
      async run(stage) {
        const headers = { "content-type": "application/json", "cache-control": "max-age=600" };
        const body = { id: "sbx-abc", state: "starting" };
        await stage.inject({
          operation: "getSandbox",
          fault: { kind: "status", status: 200, headers, body },
        });
        const client = stage.client();
        equal((await client.sandboxes.get("sbx-abc")).state, "starting");
        await rejectionOf(client.sandboxes.get("sbx-abc"), NotFoundError);
      },
    },
  ],
};
