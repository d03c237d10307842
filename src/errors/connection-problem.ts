interface PlatformError {
  readonly message?: string;
  readonly code?: unknown;
  readonly address?: unknown;
  readonly hostname?: unknown;
  readonly port?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/**
 * Why a connection failed, and where: `ECONNREFUSED 127.0.0.1:4010`. Platforms say so in the last of a chain of causes;
 * those that give no code say it in words. Neither is redacted yet.
 */
export function connectionProblem(error: unknown): string {
  let last: PlatformError = { cause: error };
  for (let depth = 0; depth < 10; depth++) {
    const next = last.errors?.at(-1) ?? last.cause;
    if (!next) break;
    // A `fetch` may reject with a text.
    last = typeof next === "string" ? { message: next } : Object(next);
  }
  const { code, address, hostname, port, message } = last;
  const host = address ?? hostname;
  // A message may contain the URL: of that, the path is left out, since it has ids.
  if (!code || !host) return `${message || code}`.replace(/(https?:\/\/[^/\s)]+)[^\s)]*/g, "$1");
  return `${code} ${host}${port ? `:${port}` : ""}`;
}
