import { join } from "node:path";
import type { Servers } from "../../../test/conformance/stage.ts";
import { bundle } from "../bundle.ts";
import { versionOf } from "../command.ts";
import type { Platform } from "../platform.ts";
import { serveWorker, workerdProgram, workerOptions } from "../worker.ts";

const runtime = { name: "workerd", kind: "workerd", bundled: true } as const;

export const workerd: Platform = {
  runtime,
  async prepare({ folder }) {
    const version = await versionOf(await workerdProgram());
    const script = join(folder, "worker.js");
    await bundle("worker", folder, script, workerOptions);
    const { url, close } = await serveWorker(script);
    return {
      version,
      async run(servers: Servers) {
        const body = JSON.stringify({ runtime, servers });
        const response = await fetch(url, { method: "POST", body });
        if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${await response.text()}`);
        return response.json();
      },
      close,
    };
  },
};
