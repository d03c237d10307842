import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { vendorClients } from "./clients.ts";

async function listening() {
  const emulator = createEmulator({ apiKey: "test-key" });
  const { url, close } = await emulator.listen();
  onTestFinished(close);
  return { emulator, url };
}

/** Go's parser takes no other form of a time. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

describe("the official clients work against the emulator as they are", () => {
  it.each(vendorClients)("$name", async ({ headers, requests }) => {
    const { url } = await listening();
    let id = "";
    let mount = "";
    for (const { does, method, path, body, status, needs = {}, never = [] } of requests) {
      const response = await fetch(url + path.replace("{id}", id).replace("{mount}", mount), {
        method,
        headers: body ? { ...headers, "content-type": "application/json" } : headers,
        // None of them follows a redirect well: the response has to come from the path that they ask for.
        redirect: "manual",
        ...(body && { body: JSON.stringify(body) }),
      });
      expect([does, response.status]).toEqual([does, status]);
      if (status === 204) continue;

      const read = (await response.json()) as Record<string, unknown>;
      for (const [field, type] of Object.entries(needs))
        expect([does, field, typeof read[field]]).toEqual([does, field, type]);
      for (const field of never) expect([does, field, read[field]]).not.toEqual([does, field, null]);
      if (read.created_at !== undefined) expect(read.created_at).toMatch(RFC_3339);
      if (path === "/v1/sandbox") id = String(read.id);
      if (path.endsWith("/mounts")) mount = String(read.id);
    }
  });

  it("leap0-go's update, which sends every field empty, is rejected with the fields at fault", async () => {
    const { url } = await listening();
    const headers = { authorization: "Bearer test-key", "content-type": "application/json" };
    const send = (method: string, path: string, body: object) =>
      fetch(url + path, { method, headers, body: JSON.stringify(body) });
    const { id } = (await (await send("POST", "/v1/sandbox", { template_name: "t" })).json()) as {
      id: string;
    };
    const added = await send("POST", `/v1/sandbox/${id}/mounts`, {
      type: "object-storage",
      bucket: "b",
      mount_path: "/b",
      endpoint: "https://s3.example.com",
    });
    const mount = (await added.json()) as { id: string };
    const empty = { bucket: "", mount_path: "", endpoint: "", prefix: "", read_only: true };
    const rejected = await send("PATCH", `/v1/sandbox/${id}/mounts/${mount.id}`, empty);
    const { errors } = (await rejected.json()) as { errors: { field: string }[] };
    expect(rejected.status).toBe(400);
    expect(new Set(errors.map(({ field }) => field))).toEqual(new Set(["mount_path", "endpoint"]));
  });

  it("a sandbox wakes over plain http with the sandbox host in a header, since they call it with https only", async () => {
    const { url, emulator } = await listening();
    const headers = { authorization: "Bearer test-key" };
    const body = JSON.stringify({ template_name: "t" });
    const json = { ...headers, "content-type": "application/json" };
    const created = await fetch(`${url}/v1/sandbox`, { method: "POST", headers: json, body });
    const { id } = (await created.json()) as { id: string };
    await fetch(`${url}/v1/sandbox/${id}/pause`, { method: "POST", headers });
    const woken = await fetch(`${url}/`, { headers: { ...headers, "x-forwarded-host": `${id}.localhost` } });
    expect(woken.status).toBe(200);
    expect(emulator.export().sandboxes[0]?.state).toBe("running");
  });

  it.each([
    ["POST", "/v1/sandbox/{id}/presigned-url"],
    ["GET", "/v1/sandbox/{id}/system/workdir"],
    ["POST", "/v1/sandbox/{id}/snapshot/create"],
    ["GET", "/v1/snapshots"],
    ["POST", "/v1/template"],
  ])("%s %s, which is not emulated, says so", async (method, path) => {
    const { url } = await listening();
    const response = await fetch(url + path.replace("{id}", "sbx-a"), {
      method,
      headers: { authorization: "Bearer test-key" },
    });
    const { message } = (await response.json()) as { message: string };
    expect([response.status, message]).toEqual([404, expect.stringContaining("not emulated")]);
  });
});
