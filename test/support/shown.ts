import { inspect } from "node:util";
import { ACCESS_KEY_ID, API_KEY, SECRET_ACCESS_KEY } from "./fixtures.ts";
import type { Fetched } from "./operations.ts";

/** Everything that somebody who holds a value might print or send off, as one text. */
export function shown(value: unknown): string {
  const texts = [
    inspect(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    attempt(() => JSON.stringify(value)),
    attempt(() => String(value)),
  ];
  for (let error = value; error instanceof Error; error = error.cause) {
    texts.push(
      error.message,
      error.stack ?? "",
      error.name,
      attempt(() => JSON.stringify(error)),
    );
    for (const name of Object.getOwnPropertyNames(error)) texts.push(inspectProperty(error, name));
    const { headers } = error as { headers?: unknown };
    if (headers instanceof Headers) texts.push(JSON.stringify([...headers]));
  }
  return texts.join("\n");
}

const inspectProperty = (holder: object, name: string): string =>
  inspect(Reflect.get(holder, name), { depth: Number.POSITIVE_INFINITY, showHidden: true });

function attempt(show: () => string | undefined): string {
  try {
    return show() ?? "";
  } catch {
    return "";
  }
}

/** The forms in which a secret counts as printed: as it is, and encoded for a URL. */
export const formsOf = (secret: string): string[] => [secret, encodeURIComponent(secret)];

/** Those of all secrets of the fixtures. */
export const secretForms = [API_KEY, ACCESS_KEY_ID, SECRET_ACCESS_KEY].flatMap(formsOf);

/** Everything that a call which fails shows: its error, or what `client.api` returns in place of one. */
export async function shownFailure(promise: Promise<unknown>): Promise<string> {
  let returned: Fetched;
  try {
    returned = (await promise) as Fetched;
  } catch (error) {
    return shown(error);
  }
  const { error, response } = returned ?? {};
  if (!response || response.ok) throw new Error("the call did not fail");
  return `${shown(error)}${JSON.stringify([...response.headers])}${response.statusText}`;
}
