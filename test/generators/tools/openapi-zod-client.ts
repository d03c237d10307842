import type { Tool } from "../scenario.ts";

export default {
  package: "openapi-zod-client",
  command: "openapi-zod-client out/openapi.json --output out/openapi-zod-client.ts",
  async calls({ url, apiKey }) {
    const { createApiClient } = await import("../out/openapi-zod-client.ts");
    const api = createApiClient(url, {
      axiosConfig: { headers: { authorization: `Bearer ${apiKey}` } },
    });
    return {
      create: (body) => api.createSandbox(body),
      get: (sandboxID) => api.getSandbox({ params: { sandboxID } }),
      list: (queries) => api.listSandboxes({ queries }),
      pause: (sandboxID) => api.pauseSandbox(undefined, { params: { sandboxID } }),
      delete: (sandboxID) => api.deleteSandbox(undefined, { params: { sandboxID } }),
      addMount: (sandboxID, body) => api.addSandboxMount(body, { params: { sandboxID } }),
      updateMount: (sandboxID, mountID, body) =>
        api.updateSandboxMount(body, { params: { sandboxID, mountID } }),
      deleteMount: (sandboxID, mountID) =>
        api.deleteSandboxMount(undefined, { params: { sandboxID, mountID } }),
    };
  },
  async validate(mount) {
    const { schemas } = await import("../out/openapi-zod-client.ts");
    return schemas.MountRequest.parse(mount);
  },
  faults: ["Ids are pasted into the path unencoded."],
} satisfies Tool;
