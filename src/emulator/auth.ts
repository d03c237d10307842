import { authHeaders } from "./description.ts";

/** Whether one of the headers carries the key, with or without `Bearer` in front. Either one suffices. */
export function carriesKey(header: (name: string) => string | undefined, apiKey: string): boolean {
  return authHeaders.some((name) => {
    const value = header(name);
    return value !== undefined && withoutScheme(value) === apiKey;
  });
}

function withoutScheme(value: string): string {
  return value.replace(/^bearer +/i, "").trim();
}
