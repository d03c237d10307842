type Inspect = (value: unknown, options?: object) => string;

interface Inspecting {
  readonly Bun?: { readonly inspect: Inspect };
  readonly Deno?: { readonly inspect: Inspect };
  readonly process?: { getBuiltinModule?(name: string): { readonly inspect: Inspect } | undefined };
}

/** The printers of this platform, as far as it has some beside JSON. */
function printers(): Inspect[] {
  const { Bun, Deno, process } = globalThis as Inspecting;
  const found = [Bun?.inspect, Deno?.inspect, process?.getBuiltinModule?.("node:util")?.inspect];
  return found.filter((inspect) => inspect !== undefined);
}

/** Everything that somebody who holds a value might print or send off. */
export function inspections(value: unknown): string[] {
  const deep = { depth: 50, showHidden: true, getters: true };
  const texts = [JSON.stringify(value) ?? "", String(value)];
  for (const print of printers()) texts.push(print(value), print(value, deep));
  for (let error = value; error instanceof Error; error = error.cause) {
    texts.push(error.message, error.stack ?? "");
    for (const name of Object.getOwnPropertyNames(error)) texts.push(plain(Reflect.get(error, name)));
  }
  return texts;
}

const plain = (value: unknown): string =>
  value instanceof Headers ? JSON.stringify([...value]) : (JSON.stringify(value) ?? String(value));
