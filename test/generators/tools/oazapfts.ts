import type { Tool } from "../scenario.ts";

export default {
  package: "oazapfts",
  command: "oazapfts out/openapi.json out/oazapfts.ts",
  async calls({ url, apiKey }) {
    const api = await import("../out/oazapfts.ts");
    const { ok } = await import("@oazapfts/runtime");
    api.defaults.baseUrl = url;
    api.defaults.headers = { authorization: `Bearer ${apiKey}` };
    return {
      create: (body) => ok(api.createSandbox(body)),
      get: (sandboxID) => ok(api.getSandbox(sandboxID)),
      list: ({ "page-size": pageSize, "order-by": orderBy, ...query }) =>
        ok(api.listSandboxes({ pageSize, orderBy, ...query })),
      pause: (sandboxID) => ok(api.pauseSandbox(sandboxID)),
      delete: (sandboxID) => ok(api.deleteSandbox(sandboxID)),
      addMount: (sandboxID, body) => ok(api.addSandboxMount(sandboxID, body)),
      updateMount: (sandboxID, mountID, body) => ok(api.updateSandboxMount(sandboxID, mountID, body)),
      deleteMount: (sandboxID, mountID) => ok(api.deleteSandboxMount(sandboxID, mountID)),
    };
  },
  faults: [],
} satisfies Tool;
