// What each runtime says when a request was never sent. Everything else leaves open whether the API has it: workerd says
// "Network connection lost." and browsers "Failed to fetch" for a refused connection as well as for a lost response.

/**
 * A later attempt may connect. First, Node's system calls from before the first byte, such as "connect EHOSTUNREACH":
 * the same code with "read" or "write" is about a connection that was there. Then what only connecting can end in, as
 * Node and Bun say it, also where an adapter drops the system call. Then every failure of Deno's connector, DNS
 * included; and a proxy that refuses CONNECT.
 */
const CONNECT_FAILED =
  /\b(bind|connect|getaddrinfo|query\w+) E[A-Z]|REFUSED|ENOTFOUND|EAI_|CONNECT_TIMEOUT|before secure TLS|Unable to connect|nRefused|FailedToOpen|\(Connect\)| Tunnel|_TUNNEL/;

/**
 * No later attempt will: the codes of OpenSSL's verification in Node and Bun, a server that does not speak TLS,
 * certificates in Deno, ports that `fetch` blocks.
 */
const CANNOT_CONNECT =
  /^(CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_M|INVALID_[CP]|PATH_L)|wrong.version|TLS handshake|\(Connect\): (invalid peer|received corrupt)|bad port$|port \d+ are blocked/i;

/**
 * Whether an error of `fetch` proves that the request was never sent: `"for now"` where a retry can help, `"for good"`
 * where it cannot; `undefined` where there is no proof.
 */
export function neverSent(error: unknown, depth = 0): "for now" | "for good" | undefined {
  if (typeof error !== "object" || !error || depth > 5) return undefined;
  const { code, syscall, message, cause, errors } = error as Record<string, unknown>;
  // Several addresses were tried: each has to have failed.
  if (Array.isArray(errors) && errors.length) {
    const each = errors.map((one) => neverSent(one, depth + 1));
    return each.includes(undefined) ? undefined : each[0];
  }
  const text = `${code} ${syscall} ${code} ${message}`;
  if (CANNOT_CONNECT.test(text)) return "for good";
  return CONNECT_FAILED.test(text) ? "for now" : neverSent(cause, depth + 1);
}
