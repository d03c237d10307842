import type { Injection, RequestRecord } from "leap0-fetch/emulator";

/** The control routes of an emulator that runs in another process. */
export function controlled(url: string, controlKey: string) {
  const ask = async (method: string, what: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${url}/__emulator/${what}`, {
      method,
      headers: { authorization: `Bearer ${controlKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${what}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    /** Back to an emulator without sandboxes, faults or records. */
    async reset(): Promise<void> {
      for (const what of ["faults", "state", "requests"]) await ask("DELETE", what);
    },
    async inject(injection: Injection): Promise<void> {
      // JSON has no Infinity.
      const { times } = injection;
      await ask(
        "POST",
        "faults",
        times === Number.POSITIVE_INFINITY ? { ...injection, times: null } : injection,
      );
    },
    async requests(): Promise<readonly RequestRecord[]> {
      const { requests } = (await (await ask("GET", "requests")).json()) as { requests: RequestRecord[] };
      // The record of a question is added once it has been answered, so the questions before this one are among them.
      return requests.filter(({ operation }) => operation !== "control");
    },
  };
}
