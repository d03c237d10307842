import { UnexpectedResponseError } from "leap0-fetch";
import { mountRequest } from "../../support/fixtures.ts";
import { equal, rejectionOf } from "../assert.ts";
import { API_KEY, type Case, createOne, type Group, type Stage } from "../stage.ts";

const statuses = [301, 302, 303, 307, 308] as const;

/** A browser keeps the status of a redirect to itself. */
const seenStatus = ({ runtime, wire }: Stage, status: number): number =>
  runtime.kind === "browser" && wire === "http" ? 0 : status;

const refused = (status: (typeof statuses)[number]): Case => ({
  name: `does not follow a ${status} to another origin`,
  async run(stage) {
    const client = stage.client({ authHeader: "leap0-authorization" });
    const { id } = await createOne(client);
    const location = `${stage.elsewhere.url}/v1/sandbox/${id}/mounts`;
    await stage.inject({ operation: "addSandboxMount", fault: { kind: "redirect", status, location } });
    const error = await rejectionOf(client.mounts.add(id, mountRequest()), UnexpectedResponseError);
    equal(error.status, seenStatus(stage, status));
    equal(await stage.elsewhere.received(), [], "what the other origin received");
    equal(
      (await stage.requests()).map(({ operation }) => operation),
      ["createSandbox", "addSandboxMount"],
    );
  },
});

export const redirects: Group = {
  name: "redirects",
  cases: [
    ...statuses.map(refused),
    {
      name: "would be seen at the other origin if it did",
      // The fixture's own check: without it, a mirror that records nothing would pass everything above.
      async run(stage) {
        await stage.client({ baseUrl: stage.elsewhere.url }).sandboxes.get("sbx-abc");
        const [request] = await stage.elsewhere.received();
        equal(request?.headers.authorization, `Bearer ${API_KEY}`);
      },
    },
  ],
};
