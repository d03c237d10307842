import { inspect } from "node:util";
import { Leap0Client } from "leap0-fetch";
import { expect, test, vi } from "vitest";
import { clientOf, never } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { API_KEY, mountRequest } from "../../support/fixtures.ts";
import { secretForms, shown } from "../../support/shown.ts";

test.each(ways)("a client that is printed, before and after calls %s, shows no secret", async (way) => {
  const { client: connect } = await emulated(way);
  for (const apiKey of [API_KEY, () => API_KEY, async () => API_KEY]) {
    const client = connect({ apiKey, headers: { "x-team": "blue" } });
    const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });
    await client.mounts.add(id, mountRequest());
    await client.mounts.ensure(id, mountRequest());
    const pages = client.sandboxes.list();
    await pages;
    for (const value of [client, client.api, client.sandboxes, client.mounts, pages])
      for (const secret of secretForms) expect(shown(value)).not.toContain(secret);
    await client.sandboxes.delete(id);
  }
});

test("console.log of a client and of a call under way shows no secret", async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => {
    lines.push(values.map((value) => inspect(value, { depth: 20, showHidden: true })).join(" "));
  });
  const { client } = clientOf(never);
  const controller = new AbortController();
  const pending = client.mounts.add("a", mountRequest(), { signal: controller.signal });
  console.log(client, pending, controller.signal);
  log.mockRestore();
  controller.abort();
  await expect(pending).rejects.toThrow();
  expect(lines).toHaveLength(1);
  for (const secret of secretForms) expect(lines.join()).not.toContain(secret);
});

test("nothing that can be reached from a client by its properties is a secret", () => {
  const seen = new Set<unknown>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "string") expect(value.includes(API_KEY), path).toBe(false);
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value as object)) {
      const property = Reflect.getOwnPropertyDescriptor(value as object, key);
      if (property && "value" in property) walk(property.value, `${path}.${String(key)}`);
    }
  };
  walk(new Leap0Client({ apiKey: API_KEY }), "client");
  expect(seen.size).toBeGreaterThan(5);
});
