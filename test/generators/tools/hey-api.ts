import { ok, type Tool } from "../scenario.ts";

export default {
  package: "@hey-api/openapi-ts",
  command:
    "openapi-ts --input ./out/openapi.json --output out/hey-api --plugins @hey-api/client-fetch @hey-api/typescript @hey-api/sdk zod",
  async calls({ url, apiKey }) {
    const sdk = await import("../out/hey-api/index.ts");
    const { client } = await import("../out/hey-api/client.gen.ts");
    client.setConfig({ baseUrl: url, auth: () => apiKey });
    return {
      create: async (body) => ok(await sdk.createSandbox({ body })),
      get: async (sandboxID) => ok(await sdk.getSandbox({ path: { sandboxID } })),
      list: async (query) => ok(await sdk.listSandboxes({ query })),
      pause: async (sandboxID) => ok(await sdk.pauseSandbox({ path: { sandboxID } })),
      delete: async (sandboxID) => ok(await sdk.deleteSandbox({ path: { sandboxID } })),
      addMount: async (sandboxID, body) => ok(await sdk.addSandboxMount({ path: { sandboxID }, body })),
      updateMount: async (sandboxID, mountID, body) =>
        ok(await sdk.updateSandboxMount({ path: { sandboxID, mountID }, body })),
      deleteMount: async (sandboxID, mountID) =>
        ok(await sdk.deleteSandboxMount({ path: { sandboxID, mountID } })),
    };
  },
  async validate(mount) {
    const { zAddSandboxMountBody } = await import("../out/hey-api/zod.gen.ts");
    return zAddSandboxMountBody.parse(mount);
  },
  faults: [
    "zod: `multipleOf` is dropped, so an odd `memory` passes; `timeout_at` (`int64`) becomes a `bigint`.",
    "`not` is dropped: `type` in an update compiles and passes.",
  ],
} satisfies Tool;
