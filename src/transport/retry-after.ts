/**
 * How long a `Retry-After` header asks to wait, in milliseconds: from seconds or from an HTTP date. `undefined` where
 * there is none or it cannot be read; never negative.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // A date has letters; `Date.parse` alone would read "-5" as a month.
  const at = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
