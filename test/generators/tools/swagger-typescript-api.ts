import type { Tool } from "../scenario.ts";

export default {
  package: "swagger-typescript-api",
  command:
    "swagger-typescript-api generate --path out/openapi.json --output out/swagger-typescript-api --name client.ts --generate-union-enums",
  async calls({ url, apiKey }) {
    const { Api } = await import("../out/swagger-typescript-api/client.ts");
    const { v1 } = new Api({
      baseUrl: url,
      baseApiParams: { secure: true },
      securityWorker: () => ({ headers: { authorization: `Bearer ${apiKey}` } }),
    });
    return {
      create: async (body) => (await v1.createSandbox(body)).data,
      get: async (sandboxID) => (await v1.getSandbox(sandboxID)).data,
      list: async (query) => (await v1.listSandboxes(query)).data,
      pause: async (sandboxID) => (await v1.pauseSandbox(sandboxID)).data,
      delete: (sandboxID) => v1.deleteSandbox(sandboxID),
      addMount: async (sandboxID, body) => (await v1.addSandboxMount(sandboxID, body)).data,
      updateMount: async (sandboxID, mountID, body) =>
        (await v1.updateSandboxMount(sandboxID, mountID, body)).data,
      deleteMount: (sandboxID, mountID) => v1.deleteSandboxMount(sandboxID, mountID),
    };
  },
  faults: [
    "Without `--generate-union-enums` a known state is a TypeScript `enum`, which takes no string.",
    "Ids are pasted into the path unencoded; redirects are followed.",
  ],
} satisfies Tool;
