import type { Leap0Event } from "leap0-fetch";
import { afterAll, describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { ACCESS_KEY_ID, API_KEY, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import { call, fetched, withBody } from "../../support/operations.ts";
import { type Handler, type Received, reply, startServer } from "../../support/server.ts";
import { formsOf, secretForms, shownFailure } from "../../support/shown.ts";

let react: Handler;
const server = await startServer((...exchange) => react(...exchange), afterAll);

const secretsOf = (request: Received): string[] => [
  String(request.headers.authorization).replace("Bearer ", ""),
  ...(request.body ? [ACCESS_KEY_ID, SECRET_ACCESS_KEY] : []),
];
const nested = (depth: number, value: unknown): unknown =>
  depth ? { inner: [nested(depth - 1, value)] } : value;
const html = { "content-type": "text/html" };

type Echo = (request: Received) => [status: number, body: unknown, headers?: Record<string, string>];

/** Ways in which services and what stands in front of them send a request back. */
const echoes: Record<string, Echo> = {
  "the whole request in JSON": (request) => [
    400,
    { message: "bad", request: { ...request, parsed: JSON.parse(request.body || "{}") } },
  ],
  "the body as a text in the message": ({ body, headers }) => [
    400,
    { message: `cannot use ${body} of ${headers.authorization}`, errors: [] },
  ],
  "the value in a field error": (request) => [
    400,
    { message: "no", errors: secretsOf(request).map((secret) => ({ field: secret, error: `${secret}?` })) },
  ],
  "as keys": (request) => [500, Object.fromEntries(secretsOf(request).map((secret) => [secret, 1]))],
  "very deep inside": (request) => [409, nested(2000, secretsOf(request))],
  "as plain text": ({ body, headers }) => [
    400,
    `cannot read ${body} (${headers.authorization})`,
    { "content-type": "text/plain" },
  ],
  "in a page": ({ body, headers }) => [502, `<pre>${headers.authorization}\n${body}</pre>`, html],
  "in headers": (request) => [
    503,
    { message: "no" },
    {
      "x-echo": secretsOf(request).join(" "),
      "x-encoded": secretsOf(request).map(encodeURIComponent).join("&"),
      "www-authenticate": `Bearer realm="${request.headers.authorization}"`,
    },
  ],
  "in the location of a redirect": (request) => [
    307,
    secretsOf(request).join(),
    { location: `/?key=${secretsOf(request).map(encodeURIComponent).join("&key=")}` },
  ],
  "in a 201 that is not JSON": (request) => [
    201,
    `<html>${request.body}${request.headers.authorization}</html>`,
    { ...html, "x-echo": secretsOf(request).join(" ") },
  ],
  "in a 201 that was cut": (request) => [201, `{"id":"sbx","echo":${JSON.stringify(secretsOf(request))},`],
  "in a 201 that is a list": (request) => [201, secretsOf(request)],
};

describe.each(Object.entries(echoes))("an API that echoes the request: %s", (_, echo) => {
  // Those that promise no body take any success, so only requests with a body show something in the last ones.
  const calls = [...withBody, "pauseSandbox" as const].flatMap((id) => [
    { id, surface: "its method", run: call },
    { id, surface: "client.api", run: fetched },
  ]);
  test.each(calls)("$id through $surface shows no secret", async ({ id, run }) => {
    let echoed = "";
    react = (request, response) => {
      const [status, body, headers] = echo(request);
      echoed = JSON.stringify([body, headers]);
      reply(response, status, body, headers);
    };
    const events: Leap0Event[] = [];
    const client = clientWithoutRetries({ baseUrl: server.url, onEvent: (event) => events.push(event) });

    const text = await shownFailure(run(client, id));

    expect(echoed).toContain(API_KEY);
    const known = withBody.includes(id) ? secretForms : formsOf(API_KEY);
    for (const form of known) expect(text + JSON.stringify(events)).not.toContain(form);
    expect(text).toContain("[redacted]");
  });
});

test("fields that hold a secret are redacted whatever a response has in them", async () => {
  const theirs = { secret_access_key: "somebody else's", access_key_id: { value: "somebody else's" } };
  react = (_, response) => reply(response, 400, { message: "x", mounts: [{ bucket: "b", ...theirs }] });
  const text = await shownFailure(clientWithoutRetries({ baseUrl: server.url }).sandboxes.get("a"));
  expect(text).not.toContain("somebody else's");
  expect(text).toContain("b");
});

test("the secrets of all mounts of a new sandbox are known", async () => {
  react = (request, response) => reply(response, 400, { message: request.body });
  const mount = { type: "object-storage", bucket: "b", endpoint: "https://s3.example.com" } as const;
  const mounts = ["first-pa55word", "second-pa55word"].map((secret_access_key, index) => ({
    ...mount,
    mount_path: `/${index}`,
    secret_access_key,
  }));
  const client = clientWithoutRetries({ baseUrl: server.url });
  const text = await shownFailure(client.sandboxes.create({ template_name: "t", mounts }));
  expect(text).not.toContain("pa55word");
  expect(text).toContain("template_name");
});
