// What each runtime says when a request was never sent. Everything else leaves open whether the API has it: workerd says
// "Network connection lost." and browsers "Failed to fetch" for a refused connection as well as for a lost response.

/** A later attempt may connect. */
const CONNECT_FAILED = [
  // Node: a system call from before the first byte, such as "connect EHOSTUNREACH". The same code with "read" or "write"
  // is about a connection that was there.
  /\b(connect|getaddrinfo|query\w+) E[A-Z]/,
  // Node, and Bun: what only connecting can end in, also where an adapter drops the system call.
  /REFUSED|ENOTFOUND|EAI_|CONNECT_TIMEOUT|before secure TLS|Unable to connect|nRefused|FailedToOpen/,
  // Deno: every failure of its connector, DNS included.
  /\(Connect\)/,
  // A proxy that refuses CONNECT: Node, Bun.
  / Tunnel|_TUNNEL/,
];

/** No later attempt will: certificates, a server that does not speak TLS, ports that `fetch` blocks. */
const CANNOT_CONNECT = [
  // Node and Bun: the codes of OpenSSL's verification.
  /^(CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_M|INVALID_[CP])/,
  /wrong.version|TLS handshake/i,
  /\(Connect\): (invalid peer|received corrupt)/,
  /bad port$|port \d+ are blocked/,
];

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
  const isOneOf = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(text));
  if (isOneOf(CANNOT_CONNECT)) return "for good";
  return isOneOf(CONNECT_FAILED) ? "for now" : neverSent(cause, depth + 1);
}
