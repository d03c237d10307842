import type { Tool } from "../scenario.ts";

export default {
  package: "@redocly/cli",
  command:
    "redocly generate-client out/openapi.json --output out/redocly/client.ts --generator typescript --generator zod --generator python --generator go",
  async calls({ url, apiKey }) {
    const { client } = await import("../out/redocly/client.ts");
    client.configure({ serverUrl: url, auth: { bearer: apiKey } });
    return {
      create: (body) => client.createSandbox({ body }),
      get: (sandboxID) => client.getSandbox({ path: { sandboxID } }),
      list: (query) => client.listSandboxes({ query }),
      pause: (sandboxID) => client.pauseSandbox({ path: { sandboxID } }),
      delete: (sandboxID) => client.deleteSandbox({ path: { sandboxID } }),
      addMount: (sandboxID, body) => client.addSandboxMount({ path: { sandboxID }, body }),
      updateMount: (sandboxID, mountID, body) =>
        client.updateSandboxMount({ path: { sandboxID, mountID }, body }),
      deleteMount: (sandboxID, mountID) => client.deleteSandboxMount({ path: { sandboxID, mountID } }),
    };
  },
  async validate(mount) {
    const { MountRequestSchema } = await import("../out/redocly/client.zod.ts");
    return MountRequestSchema.parse(mount);
  },
  compilers: ["python3 -m py_compile out/redocly/client.py", "go vet out/redocly/client.go"],
  faults: ["The clients in Python and Go were compiled where a compiler was there, not run."],
} satisfies Tool;
