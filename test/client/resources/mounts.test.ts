import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { mount, sandboxStatus } from "../../support/fixtures.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

describe("mounts.list", () => {
  test("is the mounts of the sandbox", async () => {
    const fetch = scriptedFetch(() =>
      json(200, sandboxStatus({ mounts: [mount(), mount({ id: "mnt-2" })] })),
    );
    expect(await clientWith({ fetch }).mounts.list("a")).toEqual([mount(), mount({ id: "mnt-2" })]);
    expect(fetch.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET https://api.leap0.dev/v1/sandbox/a/",
    ]);
  });

  test.each([
    ["missing", { id: "a", state: "running" }],
    ["null", sandboxStatus({ mounts: null })],
    ["empty", sandboxStatus({ mounts: [] })],
  ])("is empty where mounts are %s", async (_, body) => {
    const fetch = scriptedFetch(() => json(200, body));
    expect(await clientWith({ fetch }).mounts.list("a")).toEqual([]);
  });
});

test("an update sends what it was given and nothing else, an empty prefix too", async () => {
  const fetch = scriptedFetch(() => json(200, mount()));
  const { mounts } = clientWith({ fetch });
  await mounts.update("a", "b", { prefix: "" });
  await mounts.update("a", "b", { access_key_id: "", secret_access_key: "" });
  await mounts.update("a", "b", {});
  expect(fetch.sent.map(({ body }) => body)).toEqual([
    '{"prefix":""}',
    '{"access_key_id":"","secret_access_key":""}',
    "{}",
  ]);
});
