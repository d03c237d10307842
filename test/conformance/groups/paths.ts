import { InvalidRequestError, NotFoundError } from "leap0-fetch";
import { equal, rejectionOf } from "../assert.ts";
import type { Case, Group } from "../case.ts";
import { createOne, mountRequest } from "../things.ts";

const refused = (id: string): Case => ({
  name: `sends nothing for the id ${JSON.stringify(id)}`,
  async run(stage) {
    const client = stage.client();
    const sandbox = await createOne(client);
    await client.mounts.add(sandbox.id, mountRequest());
    const before = (await stage.requests()).length;
    await rejectionOf(client.mounts.delete(sandbox.id, id), InvalidRequestError);
    await rejectionOf(client.sandboxes.delete(id), InvalidRequestError);
    const params = { path: { sandboxID: sandbox.id, mountID: id } };
    const raw = client.api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", { params });
    await rejectionOf(raw, InvalidRequestError);
    equal((await stage.requests()).length - before, 0, "requests");
  },
});

const encoded = (id: string): Case => ({
  name: `keeps the id ${JSON.stringify(id)} within its segment`,
  async run(stage) {
    await rejectionOf(stage.client().sandboxes.get(id), NotFoundError);
    const [request] = await stage.requests();
    equal([request?.operation, request?.path], ["getSandbox", `/v1/sandbox/${encodeURIComponent(id)}/`]);
  },
});

export const paths: Group = {
  name: "paths",
  cases: [
    ...["", ".", ".."].map(refused),
    ...["a/b", "../..", "a?b=c", "a#b", "100%", "%2e%2e", "a b", "zürich", "🪣"].map(encoded),
  ],
};
