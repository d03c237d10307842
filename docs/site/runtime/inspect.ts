/** A value as text: strings as they are, errors by name and message, everything else as JSON that can be read. */
export function inspect(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "function") return `[function ${value.name}]`;
  if (value instanceof Headers || value instanceof Map) return inspect(Object.fromEntries(value));
  return (
    JSON.stringify(value, (_, inner) => (inner instanceof Error ? inspect(inner) : inner), 2) ?? String(value)
  );
}
