import type { Tool } from "../scenario.ts";

export default {
  package: "@kubb/cli",
  command: "kubb generate --config out/kubb.config.ts",
  files: {
    "kubb.config.ts": `import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

export default defineConfig({
  root: ".",
  input: { path: "out/openapi.json" },
  output: { path: "out/kubb", format: false, lint: false },
  plugins: [
    pluginOas({ generators: [] }),
    pluginTs(),
    pluginZod({ output: { path: "zod" } }),
    pluginClient({ parser: "zod", client: "fetch", output: { path: "clients" } }),
  ],
});
`,
  },
  async calls({ url, apiKey }) {
    const api = await import("../out/kubb/index.ts");
    const { default: client } = await import("@kubb/plugin-client/clients/fetch");
    client.setConfig({
      baseURL: url,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    });
    return {
      create: (body) => api.createSandbox(body),
      get: (sandboxID) => api.getSandbox(sandboxID),
      list: (query) => api.listSandboxes(query),
      pause: (sandboxID) => api.pauseSandbox(sandboxID),
      delete: (sandboxID) => api.deleteSandbox(sandboxID),
      addMount: (sandboxID, body) => api.addSandboxMount(sandboxID, body),
      updateMount: (sandboxID, mountID, body) => api.updateSandboxMount(sandboxID, mountID, body),
      deleteMount: (sandboxID, mountID) => api.deleteSandboxMount(sandboxID, mountID),
    };
  },
  async validate(mount) {
    const { addSandboxMountMutationRequestSchema } = await import("../out/kubb/index.ts");
    return addSandboxMountMutationRequestSchema.parse(mount);
  },
  faults: [
    "Its fetch client sends no `content-type` and returns failures as data; the caller has to set the header.",
    "Ids are pasted into the path unencoded.",
    "zod: the pattern of a string with a `format` is dropped (`endpoint`), and `multipleOf`.",
  ],
} satisfies Tool;
