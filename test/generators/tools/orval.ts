import type { Tool } from "../scenario.ts";

export default {
  package: "orval",
  command: "orval --config out/orval.config.ts",
  files: {
    "orval.config.ts": `export default {
  client: {
    input: "openapi.json",
    output: { target: "orval/client.ts", client: "fetch", baseUrl: { getBaseUrlFromSpecification: true, index: 1 } },
  },
  zod: { input: "openapi.json", output: { target: "orval/zod.ts", client: "zod" } },
};
`,
  },
  async calls({ url, apiKey }) {
    const api = await import("../out/orval/client.ts");
    const options = { headers: { authorization: `Bearer ${apiKey}` } };
    // The client has its base URL built in.
    const { fetch } = globalThis;
    globalThis.fetch = (target, init) => fetch(String(target).replace("http://127.0.0.1:4010", url), init);
    const data = <Response extends { status: number; data: unknown }>({ status, data }: Response) => {
      if (status >= 400) throw new Error(JSON.stringify(data));
      return data as Extract<Response, { status: 200 | 201 | 204 }>["data"];
    };
    return {
      create: async (body) => data(await api.createSandbox(body, options)),
      get: async (sandboxID) => data(await api.getSandbox(sandboxID, options)),
      list: async (query) => data(await api.listSandboxes(query, options)),
      pause: async (sandboxID) => data(await api.pauseSandbox(sandboxID, options)),
      delete: async (sandboxID) => data(await api.deleteSandbox(sandboxID, options)),
      addMount: async (sandboxID, body) => data(await api.addSandboxMount(sandboxID, body, options)),
      updateMount: async (sandboxID, mountID, body) =>
        data(await api.updateSandboxMount(sandboxID, mountID, body, options)),
      deleteMount: async (sandboxID, mountID) =>
        data(await api.deleteSandboxMount(sandboxID, mountID, options)),
    };
  },
  async validate(mount) {
    const { addSandboxMountBody } = await import("../out/orval/zod.ts");
    return addSandboxMountBody.parse(mount);
  },
  faults: [
    "Ids are pasted into the path unencoded.",
    "The base URL is built in; there is no place for the key.",
  ],
} satisfies Tool;
