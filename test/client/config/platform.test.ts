import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { reply, startServer } from "../../support/server.ts";
import { shown } from "../../support/shown.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const page = () => {
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", {});
};

describe("in a web page", () => {
  test("a client is rejected, since anyone can read its key there", () => {
    page();
    const error = thrownBy(() => new Leap0Client({ apiKey: API_KEY })) as InvalidRequestError;
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error.code).toBe("option");
    expect(error.message).toContain("dangerouslyAllowBrowser");
  });

  test("a client that is allowed sends no header that needs a permission, and reads past the cache", async () => {
    page();
    const inits: RequestInit[] = [];
    const fetch = async (_: string, init: RequestInit) => {
      inits.push(init);
      return json(200, successes.getSandbox.body);
    };
    await clientWith({ fetch, dangerouslyAllowBrowser: true }).sandboxes.get("a");
    expect(inits).toMatchObject([{ cache: "no-store", redirect: "manual" }]);
    expect([...new Headers(inits[0]?.headers).keys()]).toEqual(["authorization"]);
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

describe("the environment", () => {
  const responding = () => scriptedFetch(() => json(200, successes.getSandbox.body));

  test("gives key, base URL and sandbox domain", async () => {
    vi.stubEnv("LEAP0_API_KEY", "key-of-the-environment");
    vi.stubEnv("LEAP0_BASE_URL", "https://leap0.example.com/");
    vi.stubEnv("LEAP0_SANDBOX_DOMAIN", "sandbox.example.com");
    const states = ["paused", "running"];
    const fetch = scriptedFetch(({ url }) =>
      url.includes("/v1/") ? json(200, sandboxStatus({ state: states.shift() ?? "running" })) : json(200),
    );
    useFakeTime();
    await untilSettled(new Leap0Client({ fetch }).sandboxes.resume("sbx-a"));
    const urls = ["https://leap0.example.com/v1/sandbox/sbx-a/", "https://sbx-a.sandbox.example.com/"];
    expect(fetch.sent.map(({ url }) => url)).toEqual([...urls, urls[0]]);
    for (const { headers } of fetch.sent) expect(headers.authorization).toBe("Bearer key-of-the-environment");
  });

  test("gives way to options, and an empty variable counts as not set", async () => {
    vi.stubEnv("LEAP0_API_KEY", "key-of-the-environment");
    vi.stubEnv("LEAP0_BASE_URL", "");
    vi.stubEnv("LEAP0_SANDBOX_DOMAIN", "");
    const fetch = responding();
    await new Leap0Client({ apiKey: API_KEY, fetch }).sandboxes.get("a");
    vi.stubEnv("LEAP0_BASE_URL", "http://127.0.0.1:4010/");
    const other = new Leap0Client({ apiKey: API_KEY, baseUrl: "https://other.example.com", fetch });
    await other.sandboxes.get("a");
    const headers = { authorization: `Bearer ${API_KEY}` };
    expect(fetch.sent).toMatchObject([
      { url: "https://api.leap0.dev/v1/sandbox/a/", headers },
      { url: "https://other.example.com/v1/sandbox/a/", headers },
    ]);
  });

  test.each(["LEAP0_API_KEY", "LEAP0_BASE_URL", "LEAP0_SANDBOX_DOMAIN"])(
    "with an unusable %s is rejected, and not repeated",
    (name) => {
      vi.stubEnv("LEAP0_API_KEY", API_KEY);
      vi.stubEnv(name, "http://user:pa55word@example.com/ ?");
      const error = thrownBy(() => new Leap0Client());
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(shown(error)).not.toContain("pa55word");
    },
  );

  test("is not needed, where there is none or it may not be read", async () => {
    const fetch = responding();
    const forbidden = {
      get env(): never {
        throw new Error("not permitted");
      },
    };
    for (const process of [undefined, forbidden]) {
      vi.stubGlobal("process", process);
      await new Leap0Client({ apiKey: API_KEY, fetch }).sandboxes.get("a");
      expect(thrownBy(() => new Leap0Client({ fetch }))).toMatchObject({ code: "api-key" });
    }
  });
});
