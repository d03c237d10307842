import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientOf, clientWith, json, ok, scriptedFetch } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, sandboxStatus } from "../../support/fixtures.ts";
import { thrownBy } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe("in a web page", () => {
  const page = () => {
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("document", {});
  };

  test("a client is rejected, since anyone can read its key there", () => {
    page();
    const error = thrownBy(() => new Leap0Client({ apiKey: API_KEY })) as InvalidRequestError;
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error.code).toBe("option");
    expect(error.message).toContain("dangerouslyAllowBrowser");
  });

  test("a client that is allowed sends no header that needs a permission", async () => {
    page();
    const { sandboxes, sent } = clientOf(ok, { dangerouslyAllowBrowser: true });
    await sandboxes.get("a");
    expect(Object.keys(sent[0]?.headers ?? {})).toEqual(["authorization"]);
  });

  test("a worker, which has no document, is no page", () => {
    vi.stubGlobal("window", globalThis);
    expect(clientWith()).toBeInstanceOf(Leap0Client);
  });
});

test("elsewhere each request says which client it comes from, unless the caller says otherwise", async () => {
  for (const [headers, agent] of [
    [{}, expect.stringMatching(/^leap0-fetch\/\d/)],
    [{ "User-Agent": "my-agent/1" }, "my-agent/1"],
  ] as const) {
    const { sandboxes, sent } = clientOf(ok, { headers });
    await sandboxes.get("a");
    expect(sent[0]?.headers).toMatchObject({
      "user-agent": agent,
      "leap0-source": "leap0-fetch",
      "leap0-sdk-version": expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  }
});

describe("the environment", () => {
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
    const fetch = scriptedFetch(ok);
    await clientWith({ fetch }).sandboxes.get("a");
    vi.stubEnv("LEAP0_BASE_URL", "http://127.0.0.1:4010/");
    await clientWith({ fetch, baseUrl: "https://other.example.com" }).sandboxes.get("a");
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

  const forbidden = {
    get env(): never {
      throw new Error("not permitted");
    },
  };
  test.each([
    ["there is none", undefined],
    ["it has no key", { env: {} }],
    ["it may not be read", forbidden],
  ])(
    "is not required where %s: without a key the message says where one may come from",
    async (_, process) => {
      vi.stubGlobal("process", process);
      await clientOf(ok).sandboxes.get("a");
      const error = thrownBy(() => new Leap0Client());
      expect(error).toMatchObject({ code: "api-key", message: expect.stringContaining("LEAP0_API_KEY") });
    },
  );
});
