import type { Leap0Event } from "leap0-fetch";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { ACCESS_KEY_ID, API_KEY, SECRET_ACCESS_KEY } from "../../support/answers.ts";
import { clientWithoutRetries } from "../../support/client.ts";
import { type Handler, type Received, reply, startServer } from "../../support/server.ts";
import { formsOf, shown } from "../../support/shown.ts";
import { call, everyCall, type Fetched, withBody } from "../../support/surfaces.ts";

interface Echo {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const secretsOf = (request: Received): string[] => [
  String(request.headers.authorization).replace("Bearer ", ""),
  ...(request.body ? [ACCESS_KEY_ID, SECRET_ACCESS_KEY] : []),
];
const lowerHex = (text: string) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase());
const nested = (depth: number, value: unknown): unknown =>
  depth ? { inner: [nested(depth - 1, value)] } : value;

/** Ways in which services and what stands in front of them send a request back. */
const echoes: Record<string, (request: Received) => Echo> = {
  "the whole request in JSON": (request) => ({
    status: 400,
    body: { message: "bad", request: { ...request, parsed: JSON.parse(request.body || "{}") } },
  }),
  "the body as a text in the message": (request) => ({
    status: 400,
    body: { message: `cannot use ${request.body} of ${request.headers.authorization}`, errors: [] },
  }),
  "the value in a field error": (request) => ({
    status: 400,
    body: {
      message: "Validation failed",
      errors: secretsOf(request).map((secret) => ({ field: secret, error: `${secret} is refused` })),
    },
  }),
  "the value in quotation marks": (request) => ({
    status: 401,
    body: {
      message: secretsOf(request)
        .map((secret) => `"${secret}",'${secret}',${secret}.`)
        .join(""),
    },
  }),
  "percent-encoded": (request) => ({
    status: 400,
    body: { message: secretsOf(request).map(encodeURIComponent).join("&key=") },
  }),
  "percent-encoded in lower case": (request) => ({
    status: 400,
    body: { message: secretsOf(request).map(lowerHex).join("&key=") },
  }),
  "as keys": (request) => ({
    status: 500,
    body: Object.fromEntries(secretsOf(request).map((secret) => [secret, { [`x-${secret}`]: 1 }])),
  }),
  "deep inside": (request) => ({ status: 409, body: nested(60, secretsOf(request)) }),
  "very deep inside": (request) => ({ status: 409, body: nested(2000, secretsOf(request)) }),
  "as a list": (request) => ({ status: 404, body: secretsOf(request) }),
  "as plain text": (request) => ({
    status: 400,
    body: `cannot read ${request.body} (${request.headers.authorization})`,
    headers: { "content-type": "text/plain" },
  }),
  "in a page": (request) => ({
    status: 502,
    body: `<pre>${request.headers.authorization}\n${request.body}</pre>`,
    headers: { "content-type": "text/html" },
  }),
  "in headers": (request) => ({
    status: 503,
    body: { message: "no" },
    headers: {
      "x-echo": secretsOf(request).join(" "),
      "x-encoded": secretsOf(request).map(encodeURIComponent).join("&"),
      "www-authenticate": `Bearer realm="${request.headers.authorization}"`,
    },
  }),
  "in the location of a redirect": (request) => ({
    status: 307,
    body: secretsOf(request).join(),
    headers: { location: `/?key=${secretsOf(request).map(encodeURIComponent).join("&key=")}` },
  }),
  "in a 201 that is not JSON": (request) => ({
    status: 201,
    body: `<html>${request.body}${request.headers.authorization}</html>`,
    headers: { "content-type": "text/html", "x-echo": secretsOf(request).join(" ") },
  }),
  "in a 201 that was cut": (request) => ({
    status: 201,
    body: `{"id":"sbx","echo":${JSON.stringify(secretsOf(request))},`,
  }),
  "in a 201 that is a list": (request) => ({ status: 201, body: secretsOf(request) }),
};

/** What a call comes to: its error, or what client.api answers. */
async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  try {
    const { error, response } = (await promise) as Fetched;
    expect(response.ok).toBe(false);
    return `${shown(error)}${JSON.stringify([...response.headers])}${response.statusText}`;
  } catch (error) {
    return shown(error);
  }
}

let react: Handler;
const server = await startServer((...exchange) => react(...exchange), afterAll);
beforeEach(server.forget);

describe.each(Object.entries(echoes))("an API that echoes the request: %s", (_, echo) => {
  // Those that promise no body take any success, so only requests with a body show something in the last ones.
  test.each(everyCall([...withBody, "pauseSandbox"]))(
    "%s through %s shows no secret",
    async (id, surface) => {
      let echoed = "";
      react = (request, response) => {
        const { status, body, headers } = echo(request);
        echoed = JSON.stringify([body, headers]);
        reply(response, status, body, headers);
      };
      const events: Leap0Event[] = [];
      const client = clientWithoutRetries({ baseUrl: server.url, onEvent: (event) => events.push(event) });

      const text = await outcomeOf(call(surface, client, id));

      expect(server.requests).toHaveLength(1);
      expect(echoed.includes(API_KEY)).toBe(true);
      const secrets = withBody.includes(id) ? [API_KEY, ACCESS_KEY_ID, SECRET_ACCESS_KEY] : [API_KEY];
      const forms = secrets.flatMap((secret) => [...formsOf(secret), lowerHex(secret)]);
      for (const form of forms) {
        expect(text).not.toContain(form);
        expect(JSON.stringify(events)).not.toContain(form);
      }
      expect(text).toContain("[redacted]");
    },
  );
});

describe("an API that echoes a part of a secret", () => {
  test.each([
    ["its beginning", (secret: string) => `${secret.slice(0, 12)}…`],
    ["its end", (secret: string) => `…${secret.slice(-12)}`],
    ["its middle", (secret: string) => `…${secret.slice(5, 17)}…`],
    ["all but its ends", (secret: string) => secret.slice(1, -1)],
    ["both ends", (secret: string) => `${secret.slice(0, 8)}***${secret.slice(-8)}`],
    ["itself twice in a row", (secret: string) => secret + secret],
  ])("%s is taken out as well", async (_, cut) => {
    const server = await startServer((request, response) =>
      reply(response, 400, { message: secretsOf(request).map(cut).join(" and ") }),
    );
    const client = clientWithoutRetries({ baseUrl: server.url });
    for (const id of withBody) {
      const text = await outcomeOf(call("client methods", client, id));
      for (const secret of [API_KEY, ACCESS_KEY_ID, SECRET_ACCESS_KEY])
        for (let from = 0; from + 8 <= secret.length; from++)
          expect(text).not.toContain(secret.slice(from, from + 8));
    }
  });
});

describe("a secret with marks that JSON escapes", () => {
  const odd = 'q"w\\e"r\\t"y\\u"i\\o"p';

  test.each([
    ["as the body was sent", (body: string) => body],
    ["after some words", (body: string) => `cannot read ${body}`],
    ["in an answer that was cut", (body: string) => `{"message":"x","body":${JSON.stringify(body)}`],
  ])("is not shown %s, as plain text", async (_, answer) => {
    const server = await startServer((request, response) => reply(response, 400, answer(request.body)));
    const client = clientWithoutRetries({ baseUrl: server.url });
    const text = await outcomeOf(client.mounts.update("a", "b", { secret_access_key: odd }));
    const escaped = JSON.stringify(odd).slice(1, -1);
    for (const form of [odd, escaped, JSON.stringify(escaped).slice(1, -1)]) expect(text).not.toContain(form);
  });
});

test("fields that hold a secret are masked whatever an answer has in them", async () => {
  const server = await startServer((_, response) =>
    reply(response, 400, {
      message: "x",
      mounts: [
        { bucket: "b", secret_access_key: "somebody else's", access_key_id: { value: "somebody else's" } },
      ],
    }),
  );
  const client = clientWithoutRetries({ baseUrl: server.url });
  const text = await outcomeOf(client.sandboxes.get("a"));
  expect(text).not.toContain("somebody else's");
  expect(text).toContain("b");
});

test("the secrets of all mounts of a new sandbox are known", async () => {
  const server = await startServer((request, response) => reply(response, 400, { message: request.body }));
  const client = clientWithoutRetries({ baseUrl: server.url });
  const mount = { type: "object-storage", bucket: "b", endpoint: "https://s3.example.com" } as const;
  const text = await outcomeOf(
    client.sandboxes.create({
      template_name: "t",
      mounts: ["first-pa55word", "second-pa55word"].map((secret_access_key, index) => ({
        ...mount,
        mount_path: `/${index}`,
        secret_access_key,
      })),
    }),
  );
  expect(text).not.toContain("pa55word");
  expect(text).toContain("template_name");
});

test("an answer without a secret is left as it is", async () => {
  const body = {
    message: "no such bucket",
    errors: [{ field: "bucket", error: "ünknown" }],
    code: 5,
    list: [null, true],
  };
  const server = await startServer((_, response) => reply(response, 400, body, { "x-request": "r-1" }));
  const client = clientWithoutRetries({ baseUrl: server.url });
  await expect(
    client.mounts.update("a", "b", { secret_access_key: SECRET_ACCESS_KEY }),
  ).rejects.toMatchObject({ body });
});
