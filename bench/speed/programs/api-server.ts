import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { apiKey, body } from "../call.ts";

// One of the two that are compared, in a process of its own. argv: which. It says where it listens, and answers each
// message with the CPU time that it has used so far, in microseconds.

const address = process.argv[2] === "hono" ? await hono() : await emulator();
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once("disconnect", () => process.exit(0));
process.send?.(address);

/** A route with nothing but a body read and an answer written. */
async function hono(): Promise<string> {
  const app = new Hono();
  app.patch("/v1/sandbox/:sandboxID/mounts/:mountID", async (context) =>
    context.json({ id: context.req.param("mountID"), ...(await context.req.json()), read_only: true }),
  );
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
      resolve(
        `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/sandbox/sbx-abc123/mounts/mnt-abc123`,
      ),
    );
  });
}

async function emulator(): Promise<string> {
  const name: string = "leap0-fetch/emulator";
  const { createEmulator } = (await import(name)) as typeof import("../../../src/emulator/index.ts");
  const { url } = await createEmulator({ apiKey, limits: { requests: Number.POSITIVE_INFINITY } }).listen();
  const { Leap0Client } = await import("../leap0.ts");
  const client = new Leap0Client({ apiKey, baseUrl: url });
  const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });
  const mount = await client.mounts.add(id, body);
  return `${url}/v1/sandbox/${id}/mounts/${mount.id}`;
}
