import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { reply, startServer } from "../../support/server.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const page = () => {
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", {});
};

describe("in a web page", () => {
  test("a client is refused, since everybody can read its key there", () => {
    page();
    const error = thrownBy(() => new Leap0Client({ apiKey: API_KEY }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).message).toContain("dangerouslyAllowBrowser");
  });

  test("a client that is asked for all the same sends no header that needs a permission", async () => {
    page();
    const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
    await clientWith({ fetch, dangerouslyAllowBrowser: true }).sandboxes.get("a");
    expect(Object.keys(fetch.sent[0]?.headers ?? {})).toEqual(["authorization"]);
  });

  test("a read is not answered by the page's cache", async () => {
    page();
    const inits: RequestInit[] = [];
    const fetch = async (_: string, init: RequestInit) => {
      inits.push(init);
      return json(200, successes.getSandbox.body);
    };
    await clientWith({ fetch, dangerouslyAllowBrowser: true }).sandboxes.get("a");
    expect(inits).toMatchObject([{ cache: "no-store", redirect: "manual" }]);
  });

  test("a worker, which has no document, is no page", () => {
    vi.stubGlobal("window", globalThis);
    expect(clientWith({})).toBeInstanceOf(Leap0Client);
  });
});

test("elsewhere each request says which client it comes from, unless the caller says otherwise", async () => {
  const server = await startServer((_, response) => reply(response, 200, successes.getSandbox.body));
  await clientWith({ baseUrl: server.url }).sandboxes.get("a");
  await clientWith({ baseUrl: server.url, headers: { "User-Agent": "my-agent/1" } }).sandboxes.get("a");
  expect(server.requests.map(({ headers }) => headers["user-agent"])).toEqual([
    expect.stringMatching(/^leap0-fetch\/\d/),
    "my-agent/1",
  ]);
  expect(server.requests[0]?.headers).toMatchObject({
    "leap0-source": "leap0-fetch",
    "leap0-sdk-version": expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
});
