import { equal, ok } from "../assert.ts";
import { type Group, inProcess, type Where } from "../stage.ts";

/** Where the package lies in a folder, as npm installed it. */
const installed = ({ runtime, wire }: Where): boolean =>
  wire === "in process" && !runtime.bundled && ["node", "bun", "deno"].includes(runtime.kind);

export const packageGroup: Group = {
  name: "package",
  cases: [
    {
      name: "exports what it promises",
      on: inProcess,
      async run() {
        const client: Record<string, unknown> = await import("leap0-fetch");
        const emulator: Record<string, unknown> = await import("leap0-fetch/emulator");
        for (const name of ["Leap0Client", "Leap0Error", "ApiError", "TimeoutError", "ConnectionError"])
          ok(typeof client[name] === "function", `no ${name}`);
        for (const name of ["createEmulator", "createManualClock"])
          ok(typeof emulator[name] === "function", `no ${name}`);
        equal("default" in client, false, "a default export");
      },
    },
    {
      name: "can be required by CommonJS",
      on: installed,
      async run() {
        const { createRequire } = await import("node:module");
        const { Leap0Client } = createRequire(import.meta.url)("leap0-fetch");
        ok(typeof Leap0Client === "function", "no Leap0Client");
      },
    },
    {
      name: "ships the description",
      on: installed,
      async run() {
        const { createRequire } = await import("node:module");
        const { openapi, paths } = createRequire(import.meta.url)("leap0-fetch/openapi.json");
        equal([openapi.slice(0, 3), typeof paths["/v1/sandboxes"]], ["3.1", "object"]);
      },
    },
    {
      name: "sends the version that it is installed as",
      on: installed,
      async run(stage) {
        const { createRequire } = await import("node:module");
        const { version } = createRequire(import.meta.url)("leap0-fetch/package.json");
        await stage.client({ baseUrl: stage.elsewhere.url }).sandboxes.get("sbx-abc");
        const [request] = await stage.elsewhere.received();
        equal(request?.headers["leap0-sdk-version"], version);
      },
    },
  ],
};
