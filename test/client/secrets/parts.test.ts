import { describe, expect, test } from "vitest";
import { clientWithoutRetries } from "../../support/client.ts";
import { ACCESS_KEY_ID, API_KEY, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import { call, withBody } from "../../support/operations.ts";
import { reply, startServer } from "../../support/server.ts";
import { shownFailure } from "../../support/shown.ts";
import { secretsOf } from "./echoes.ts";

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
      const text = await shownFailure(call("client methods", client, id));
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
    const text = await shownFailure(client.mounts.update("a", "b", { secret_access_key: odd }));
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
  const text = await shownFailure(client.sandboxes.get("a"));
  expect(text).not.toContain("somebody else's");
  expect(text).toContain("b");
});

test("the secrets of all mounts of a new sandbox are known", async () => {
  const server = await startServer((request, response) => reply(response, 400, { message: request.body }));
  const client = clientWithoutRetries({ baseUrl: server.url });
  const mount = { type: "object-storage", bucket: "b", endpoint: "https://s3.example.com" } as const;
  const text = await shownFailure(
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
