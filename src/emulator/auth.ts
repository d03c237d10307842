import { authHeaders } from "./description.ts";

/** Says whether one of the headers carries the key, with or without `Bearer` in front. Either header suffices. */
export type KeyCheck = (header: (name: string) => string | undefined) => boolean;

export function createKeyCheck(key: string): KeyCheck {
  const usual = `Bearer ${key}`;
  return (header) =>
    authHeaders.some((name) => {
      const value = header(name);
      if (value === undefined) return false;
      return value === usual || value === key || value.replace(/^bearer +/i, "").trim() === key;
    });
}
