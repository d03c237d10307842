import { ConnectionError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, type Respond } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { rejectionOf } from "../../support/rejection.ts";

type Fields = { name?: string; code?: string | number; syscall?: string };

const failed = (message: string, fields: Fields = {}) => Object.assign(new Error(message), fields);
/** As Node and Deno wrap it. */
const wrapped = (cause: unknown) => new TypeError("fetch failed", { cause });
const node = (syscall: string, code: string) =>
  wrapped(failed(`${syscall} ${code} 127.0.0.1:443`, { code, syscall }));
const cannot = (code: string) => failed(`connect ${code} 192.0.2.1:443`, { code, syscall: "connect" });
const deno = (what: string) =>
  wrapped(failed(`error sending request for url (https://api.leap0.dev/v1/sandbox/): client error ${what}`));
const aggregate = (code: string, ...errors: Error[]) =>
  wrapped(Object.assign(new AggregateError(errors, ""), { code }));

// The errors of `fetch` as each runtime makes them: recorded from Node 20 to 24, Bun 1.4, Deno 2.9 and workerd.

const each = (what: string, codes: string, failure = (code: string) => node(what, code)) =>
  codes.split(" ").map((code): [string, unknown] => [`Node: ${what} ${code}`, failure(code)]);
const refused = "EHOSTUNREACH ENETUNREACH ETIMEDOUT EADDRNOTAVAIL ENETDOWN EACCES EMFILE ECONNREFUSED";
const unableToConnect = "Unable to connect. Is the computer able to access the url?";

const neverSent: [string, unknown][] = [
  ...each("connect", refused),
  ...each("getaddrinfo", "ENOTFOUND EAI_AGAIN EAI_FAIL"),
  ["Node: another resolver", node("queryA", "ESERVFAIL")],
  ["Node: no such local address", node("bind", "EADDRNOTAVAIL")],
  ["Node: connecting takes too long", wrapped(failed("Timeout", { code: "UND_ERR_CONNECT_TIMEOUT" }))],
  ["Node: every address takes too long", aggregate("ETIMEDOUT", cannot("ETIMEDOUT"), cannot("ENETUNREACH"))],
  [
    "Node: closed before TLS was set up",
    wrapped(
      failed("Client network socket disconnected before secure TLS connection was established", {
        code: "ECONNRESET",
      }),
    ),
  ],
  [
    "Node: a proxy refuses CONNECT",
    wrapped(
      new Error("Request was cancelled.", {
        cause: failed("Proxy response (403) !== 200 when HTTP Tunneling", { code: "UND_ERR_ABORTED" }),
      }),
    ),
  ],
  ["node-fetch", failed("request to https://api.leap0.dev/ failed", { code: "ECONNREFUSED" })],
  ["Bun: refused", failed(`ECONNREFUSED: ${unableToConnect}`, { code: "ECONNREFUSED" })],
  ["Bun: unreachable", failed(`EHOSTUNREACH: ${unableToConnect}`, { code: "EHOSTUNREACH" })],
  ["Bun: no such host", failed("getaddrinfo ENOTFOUND", { code: "ENOTFOUND", syscall: "getaddrinfo" })],
  ["Bun: a proxy refuses CONNECT", failed("Proxy refused: 403 Forbidden", { code: "ERR_PROXY_TUNNEL" })],
  ["Deno: refused", deno("(Connect): tcp connect error: Connection refused (os error 111)")],
  ["Deno: no such host", deno("(Connect): dns error: failed to lookup address information")],
  ["Deno: any other DNS failure", deno("(Connect): dns error: Temporary failure in name resolution")],
  ["Deno: a proxy refuses CONNECT", deno("(Connect): unsuccessful tunnel")],
];

const certificates =
  "CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE " +
  "ERR_TLS_CERT_ALTNAME_INVALID PATH_LENGTH_EXCEEDED";

const neverWillBe: [string, unknown][] = [
  ...each("certificate", certificates, (code) => wrapped(failed("no good certificate", { code }))),
  [
    "Node: https to an http port",
    wrapped(
      failed("0A00010B:SSL routines:tls_validate_record_header:wrong version number", {
        code: "ERR_SSL_WRONG_VERSION_NUMBER",
      }),
    ),
  ],
  ["Node: a blocked port", wrapped(failed("bad port"))],
  ["Bun: a certificate", failed("self signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })],
  [
    "Bun: https to an http port",
    failed("EPROTO: The TLS handshake failed. Does the server speak TLS on this port?", { code: "EPROTO" }),
  ],
  ["Deno: a certificate", deno("(Connect): invalid peer certificate: UnknownIssuer")],
  ["Deno: https to an http port", deno("(Connect): received corrupt message of type InvalidContentType")],
  ["Deno: a blocked port", new TypeError("Fetch failed: Requests to port 6000 are blocked")],
];

const maybeSent: [string, unknown][] = [
  ...["read", "write"].flatMap((syscall) =>
    each(syscall, "ECONNRESET EHOSTUNREACH ENETUNREACH ETIMEDOUT EPIPE"),
  ),
  ["Node: the other side closed", wrapped(failed("other side closed", { code: "UND_ERR_SOCKET" }))],
  ["Node: no headers in time", wrapped(failed("Headers Timeout Error", { code: "UND_ERR_HEADERS_TIMEOUT" }))],
  [
    "Node: one address may have been reached",
    aggregate("ETIMEDOUT", cannot("ETIMEDOUT"), failed("read", { code: "ECONNRESET", syscall: "read" })),
  ],
  [
    "Node: the server rejects a client certificate after the request",
    wrapped(failed("alert certificate required", { code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" })),
  ],
  [
    "Bun: closed",
    failed("ECONNRESET: The socket connection was closed unexpectedly.", { code: "ECONNRESET" }),
  ],
  ["Deno: reset", wrapped(failed("Connection reset by peer (os error 104)"))],
  ["Deno: closed", deno("(SendRequest): connection closed before message completed")],
  ["workerd, whatever happened", failed("Network connection lost.")],
  ["workerd, an internal error", failed("internal error; reference = abc")],
  ["Chromium, whatever happened", new TypeError("Failed to fetch")],
  ["Firefox, whatever happened", new TypeError("NetworkError when attempting to fetch resource.")],
  ["Safari, whatever happened", new TypeError("Load failed")],
  ["something that is no error", "ECONNREFUSED"],
  ["nothing", undefined],
];

const throwing = (failure: unknown) => () => Promise.reject(failure);

/** A create that always fails in this way: it is the call that must never happen twice. */
async function create(respond: Respond) {
  useFakeTime();
  const { sandboxes, sent } = clientOf(respond);
  const creating = rejectionOf(sandboxes.create({ template_name: "t" }), ConnectionError);
  const { outcomeUnknown } = await untilSettled(creating);
  return { outcomeUnknown, requests: sent.length };
}

test.each(neverSent)("a request that was never sent is retried, and did nothing: %s", async (_, failure) => {
  expect(await create(throwing(failure))).toEqual({ outcomeUnknown: false, requests: 3 });
});

test.each(neverWillBe)(
  "a request that never will be sent is not retried, and did nothing: %s",
  async (_, failure) => {
    expect(await create(throwing(failure))).toEqual({ outcomeUnknown: false, requests: 1 });
  },
);

test.each(maybeSent)("a request that may have been sent has an unknown outcome: %s", async (_, failure) => {
  expect(await create(throwing(failure))).toEqual({ outcomeUnknown: true, requests: 1 });
});

test("an error while the response is read proves nothing, whatever it says", async () => {
  const broken = new ReadableStream({
    pull: (controller) => controller.error(node("connect", "ECONNREFUSED")),
  });
  const created = await create(() => new Response(broken, { status: 201 }));
  expect(created).toEqual({ outcomeUnknown: true, requests: 1 });
});

test("an error whose cause is itself ends nothing", async () => {
  const circle = failed("odd");
  circle.cause = circle;
  expect((await create(throwing(circle))).outcomeUnknown).toBe(true);
});
