import { type ClientOptions, InvalidRequestError } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientOf, json } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf, thrownBy } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

/** A client of an API whose sandboxes are paused until a request reaches their host. */
function clientAt(urls: { baseUrl?: unknown; sandboxDomain?: unknown } = {}) {
  let awake = false;
  return clientOf(({ url }) => {
    if (url.includes("/v1/")) return json(200, sandboxStatus({ state: awake ? "running" : "paused" }));
    awake = true;
    return new Response("hello");
  }, urls as ClientOptions);
}

const manySlashes = `https://example.com/${"/".repeat(80_000)}`;

describe("a base URL is rejected, and not repeated:", () => {
  test.each([
    ["http to another machine", "http://pa55word.example.com", "https"],
    ["http to a host that begins like this machine", "http://127.0.0.1.pa55word.example.com", "https"],
    ["http to a name below localhost, which may lie elsewhere", "http://pa55word.localhost:4010", "https"],
    ["http to a private network", "http://10.0.0.1/pa55word", "https"],
    ["http to the address that means all addresses", "http://0.0.0.0/pa55word", "https"],
    ["localhost as a user name", "http://localhost:pa55word@example.com", "https"],
    ["a user name", "https://pa55word@api.example.com", "user name"],
    ["a password on this machine", "http://user:pa55word@127.0.0.1:4010", "password"],
    ["a query", "https://api.example.com/?key=pa55word", "query"],
    ["an empty query", "https://pa55word.example.com/?", "query"],
    ["a fragment", "https://api.example.com/#pa55word", "fragment"],
    ["another protocol", "ftp://pa55word.example.com", "scheme"],
    ["a script", "javascript:pa55word", "scheme"],
    ["no scheme", "pa55word.example.com", "scheme"],
    ["no scheme, with a port", "localhost:4010/pa55word", "scheme"],
    ["a path alone", "/pa55word", "scheme"],
    ["a port out of range", "https://pa55word.example.com:99999", "URL"],
    ["the version of the API", "https://pa55word.example.com/v1", "/v1"],
    ["the version of the API in capitals", "https://pa55word.example.com/V1", "/v1"],
    ["the version of the API, and a slash", "https://pa55word.example.com/v1//", "/v1"],
    ["nothing", "", "scheme"],
    ["a number", 5, "string"],
    ["a URL object", new URL("https://pa55word.example.com"), "string"],
  ])("%s", (_, baseUrl, why) => {
    const error = thrownBy(() => clientAt({ baseUrl }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: "option", message: expect.stringMatching(`^baseUrl.*${why}`) });
    expect(shown(error)).not.toContain("pa55word");
  });
});

test.each([
  ["https://gateway.example.com:8443/leap0/", "https://gateway.example.com:8443/leap0"],
  ["HTTPS://GATEWAY.EXAMPLE.COM", "https://gateway.example.com"],
  ["https://gateway.example.com/v1/leap0", "https://gateway.example.com/v1/leap0"],
  ["http://localhost:4010", "http://localhost:4010"],
  ["http://127.8.9.10", "http://127.8.9.10"],
  ["http://[::1]:4010", "http://[::1]:4010"],
  [manySlashes, "https://example.com"],
])("requests to the base URL %.50s begin with %s", async (baseUrl, start) => {
  const { sandboxes, sent } = clientAt({ baseUrl });
  await sandboxes.get(SANDBOX_ID);
  expect(sent[0]?.url).toBe(`${start}/v1/sandbox/${SANDBOX_ID}/`);
});

test.each([
  ..."https://sandbox.example.com pa55word@sandbox.example.com sandbox.example.com/pa55word".split(" "),
  ..."sandbox.example.com?pa55word sandbox.example.com#pa55word sandbox.example.com:pa55word".split(" "),
  ..."sandbox.example.com:443@pa55word.example.com sandbox.example.com:65536".split(" "),
  ..."sandbox.example.com\\pa55word .pa55word.example.com pa55word.example.com.".split(" "),
  ..."pa55word..example.com -pa55word.example.com pa55word-.example.com 127.0.0.1:4010 [::1]:4010".split(" "),
  "sandbox.example.com\r\npa55word",
  " pa55word.example.com",
  "",
  {},
])("the sandbox domain %j is rejected, and not repeated", (sandboxDomain) => {
  const error = thrownBy(() => clientAt({ sandboxDomain }));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(error).toMatchObject({ code: "option", message: expect.stringMatching(/^sandboxDomain/) });
  expect(shown(error)).not.toContain("pa55word");
});

describe("the request that wakes goes", () => {
  test.each([
    ["to Leap0's own domain by default", {}, "https://sbx-a.sandbox.leap0.dev/"],
    [
      "to it as well where Leap0's base URL is given",
      { baseUrl: "https://api.leap0.dev/" },
      "https://sbx-a.sandbox.leap0.dev/",
    ],
    [
      "to the domain that is given",
      { baseUrl: "https://api.example.com", sandboxDomain: "sandbox.example.com:8443" },
      "https://sbx-a.sandbox.example.com:8443/",
    ],
    [
      "to this machine by an address, for a domain below localhost",
      { sandboxDomain: "dev.localhost:4010" },
      "http://localhost:4010/",
      "sbx-a.dev.localhost:4010",
    ],
    [
      "to an emulator on this machine",
      { baseUrl: "http://127.0.0.5:4010" },
      "http://127.0.0.5:4010/",
      "sbx-a.localhost:4010",
    ],
    [
      "to an emulator of which both are given",
      { baseUrl: "http://127.0.0.1:4010", sandboxDomain: "localhost:4010" },
      "http://127.0.0.1:4010/",
      "sbx-a.localhost:4010",
    ],
  ])("%s", async (_, urls, url, ...forwarded) => {
    useFakeTime();
    const { sandboxes, sent } = clientAt(urls);
    await untilSettled(sandboxes.resume("sbx-a"));
    const [host] = forwarded;
    const headers = { authorization: `Bearer ${API_KEY}`, ...(host && { "x-forwarded-host": host }) };
    const wakes = sent.filter((request) => !request.url.includes("/v1/"));
    expect(wakes).toMatchObject([{ url, method: "GET", body: undefined, headers }]);
  });

  test("nowhere where the base URL is another and no domain is named", async () => {
    vi.stubEnv("LEAP0_BASE_URL", "https://staging.example.com");
    const { sandboxes, sent } = clientAt();
    vi.unstubAllEnvs();
    const error = await rejectionOf(sandboxes.resume("sbx-a"), InvalidRequestError);
    expect(error).toMatchObject({ code: "option", message: expect.stringContaining("sandboxDomain") });
    expect(sent).toEqual([]);
  });

  test.each([
    "a b",
    ..."evil.com/ evil.com# a.b evil.com:1 user@evil.com a%2eb ..%2f ä a\\b [::1]".split(" "),
  ])("nowhere for the id %s, which would move the host", async (id) => {
    const { sandboxes, sent } = clientAt();
    expect(await rejectionOf(sandboxes.resume(id), InvalidRequestError)).toMatchObject({ code: "id" });
    expect(sent).toEqual([]);
  });
});
