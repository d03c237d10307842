import { authHeaders } from "../description.ts";
import type { Call } from "../http/call.ts";

/** Says whether one of the call's headers carries the key, with or without `Bearer` in front. Either one suffices. */
export type KeyCheck = (call: Pick<Call, "header">) => boolean;

export function createKeyCheck(key: string): KeyCheck {
  const usual = `Bearer ${key}`;
  const isKey = (value: string) =>
    value === usual || value === key || value.replace(/^bearer +/i, "").trim() === key;

  return (call) =>
    authHeaders.some((name) => {
      const value = call.header(name);
      return value !== undefined && isKey(value);
    });
}
