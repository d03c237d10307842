import { createEmulator } from "leap0-fetch/emulator";
import { http } from "msw";
import { setupServer } from "msw/node";
import { expect, it, onTestFinished } from "vitest";

it("stands in for the API behind MSW, for code that cannot be given a fetch", async () => {
  const emulator = createEmulator({ apiKey: "test-key" });
  const server = setupServer(
    http.all("https://api.leap0.dev/*", ({ request }) => emulator.fetch(request)),
    http.all("https://*.sandbox.leap0.dev/*", ({ request }) => emulator.fetch(request)),
  );
  server.listen({ onUnhandledRequest: "error" });
  onTestFinished(() => server.close());

  const headers = { authorization: "Bearer test-key", "content-type": "application/json" };
  const body = JSON.stringify({ template_name: "t" });
  const created = await fetch("https://api.leap0.dev/v1/sandbox/", { method: "POST", headers, body });
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  const paused = await fetch(`https://api.leap0.dev/v1/sandbox/${id}/pause`, { method: "POST", headers });
  expect(await paused.json()).toMatchObject({ state: "paused" });
  expect((await fetch(`https://${id}.sandbox.leap0.dev/`, { headers })).status).toBe(200);
  expect((await fetch(`https://api.leap0.dev/v1/sandbox/${id}/`, { method: "DELETE", headers })).status).toBe(
    204,
  );
});
