import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  type Leap0Client,
  Leap0Error,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  UnexpectedResponseError,
} from "leap0-fetch";
import { equal, ok, rejectionOf } from "../assert.ts";
import type { Case, Group } from "../case.ts";
import { overHttp } from "../case.ts";
import { createOne } from "../things.ts";

const once = { maxRetries: 0 };

// With their names as text: a bundler shortens the names of classes, and `error.name` has to be the same all the same.
const classes = [
  [400, "BadRequestError", BadRequestError],
  [401, "AuthenticationError", AuthenticationError],
  [403, "PermissionDeniedError", PermissionDeniedError],
  [404, "NotFoundError", NotFoundError],
  [409, "ConflictError", ConflictError],
  [418, "ApiError", ApiError],
  [429, "RateLimitError", RateLimitError],
  [500, "ServerError", ServerError],
  [503, "ServerError", ServerError],
] as const;

const ofStatus = ([status, name, type]: (typeof classes)[number]): Case => ({
  name: `throws ${name} for ${status}`,
  async run(stage) {
    await stage.inject({ operation: "getSandbox", fault: { kind: "status", status } });
    const error = await rejectionOf(stage.client(once).sandboxes.get("sbx-abc"), type);
    equal([error.status, error.name, error.operation], [status, name, "getSandbox"]);
    ok(error instanceof Leap0Error && error instanceof Error, "not an error of the package");
  },
});

const spoiled = (body: "html" | "text" | "empty" | "null"): Case => ({
  name: `does not take ${body} for an answer`,
  async run(stage) {
    const client = stage.client(once);
    const { id } = await createOne(client);
    await stage.inject({ operation: "getSandbox", fault: { kind: "body", body } });
    equal((await rejectionOf(client.sandboxes.get(id), UnexpectedResponseError)).status, 200);
  },
});

export const errors: Group = {
  name: "errors",
  cases: [
    ...classes.map(ofStatus),
    {
      name: "names the fields that a 400 is about",
      async run(stage) {
        const refused = stage.client().sandboxes.create({ template_name: "" });
        const { errors } = await rejectionOf(refused, BadRequestError);
        equal(
          errors.map(({ field }) => field),
          ["template_name"],
        );
      },
    },
    {
      name: "keeps a body that is not JSON as text",
      async run(stage) {
        const fault = { kind: "status", status: 502, body: "<h1>Bad gateway</h1>" } as const;
        await stage.inject({ operation: "getSandbox", fault });
        const error = await rejectionOf(stage.client(once).sandboxes.get("sbx-abc"), ServerError);
        equal(error.body, "<h1>Bad gateway</h1>");
      },
    },
    spoiled("html"),
    spoiled("text"),
    spoiled("empty"),
    spoiled("null"),
    {
      name: "does not take half a body for an answer",
      async run(stage) {
        const client = stage.client(once);
        const { id } = await createOne(client);
        await stage.inject({ operation: "getSandbox", fault: { kind: "truncated" } });
        await rejectionOf(client.sandboxes.get(id), UnexpectedResponseError);
      },
    },
    {
      name: "answers failures through client.api instead of throwing them",
      async run(stage) {
        const { data, error, response } = await stage.client().api.GET("/v1/sandbox/{sandboxID}/", {
          params: { path: { sandboxID: "sbx-none" } },
        });
        equal([data, response.status, typeof error?.message], [undefined, 404, "string"]);
      },
    },
    {
      name: "throws ConnectionError where nobody listens",
      on: overHttp,
      async run(stage) {
        const nobody = await unreachable(stage.client({ baseUrl: stage.servers.closed, ...once }));
        equal([nobody.operation, nobody.outcomeUnknown], ["getSandbox", false]);
      },
    },
    {
      name: "knows that a create which nobody received had no effect",
      // A page and a Worker are not told why a connection failed.
      on: (where) => overHttp(where) && !["browser", "workerd"].includes(where.runtime.kind),
      async run(stage) {
        const nobody = stage.client({ baseUrl: stage.servers.closed, ...once });
        equal((await rejectionOf(createOne(nobody), ConnectionError)).outcomeUnknown, false);
      },
    },
  ],
};

const unreachable = (client: Leap0Client): Promise<ConnectionError> =>
  rejectionOf(client.sandboxes.get("sbx-abc"), ConnectionError);
