import { InvalidRequestError, Leap0Client } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { API_KEY, SANDBOX_ID } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { thrownBy } from "../../support/rejection.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";
import { shown } from "../../support/shown.ts";

const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
const at = (baseUrl: unknown) => new Leap0Client({ apiKey: API_KEY, baseUrl: baseUrl as string, fetch });

describe("a base URL that is refused", () => {
  test.each([
    ["http to a host that is not this machine", "http://pa55word.example.com"],
    ["http to a host that looks like this machine", "http://127.0.0.1.pa55word.example.com"],
    ["http to a host that begins like this machine", "http://localhost.pa55word.example.com"],
    ["http to this machine's name as a user name", "http://localhost:pa55word@example.com"],
    ["http to another private network", "http://10.0.0.1/pa55word"],
    ["http to the address that means all addresses", "http://0.0.0.0/pa55word"],
    ["a user name", "https://pa55word@api.example.com"],
    ["a password", "https://user:pa55word@api.example.com"],
    ["a password on loopback", "http://user:pa55word@127.0.0.1:4010"],
    ["a query", "https://api.example.com/?key=pa55word"],
    ["an empty query", "https://pa55word.example.com/?"],
    ["a fragment", "https://api.example.com/#pa55word"],
    ["an empty fragment", "https://pa55word.example.com/#"],
    ["another protocol", "ftp://pa55word.example.com"],
    ["a script", "javascript:pa55word"],
    ["data", "data:text/plain,pa55word"],
    ["a file", "file:///pa55word"],
    ["a path alone", "/pa55word"],
    ["a host alone", "pa55word.example.com"],
    ["words", "not a URL: pa55word"],
    ["a broken port", "https://pa55word.example.com:99999"],
    ["nothing", ""],
    ["blanks", "   "],
    ["a number", 5],
    ["an object", { href: "https://pa55word.example.com" }],
  ])("%s: the message does not repeat it", (_, baseUrl) => {
    const error = thrownBy(() => at(baseUrl));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).message).toContain("baseUrl");
    expect(shown(error)).not.toContain("pa55word");
  });
});

describe("a base URL that is taken", () => {
  test.each([
    ["https://gateway.example.com", "https://gateway.example.com"],
    ["https://gateway.example.com:8443/leap0/", "https://gateway.example.com:8443/leap0"],
    ["HTTPS://GATEWAY.EXAMPLE.COM", "https://gateway.example.com"],
    ["http://localhost:4010", "http://localhost:4010"],
    ["http://api.localhost:4010", "http://api.localhost:4010"],
    ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
    ["http://127.8.9.10", "http://127.8.9.10"],
    ["http://[::1]:4010", "http://[::1]:4010"],
  ])("%s", async (baseUrl, start) => {
    await at(baseUrl).sandboxes.get(SANDBOX_ID);
    expect(fetch.sent.at(-1)?.url).toBe(`${start}/v1/sandbox/${SANDBOX_ID}/`);
  });
});
