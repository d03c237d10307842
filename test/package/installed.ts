import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { type Installed, installed } from "../../scripts/install.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder in which the packed package is installed. */
    folder: string;
  }
}

let pack: Installed;

/** Before all checks: packs the package and installs it. */
export async function setup(project: TestProject): Promise<void> {
  pack = await installed({ built: process.env.LEAP0_FETCH_BUILT === "1" });
  project.provide("folder", pack.folder);
}

export const teardown = (): Promise<void> => pack.remove();

/** What the checks see of it. */
export function installedPackage() {
  const folder = inject("folder");
  const at = join(folder, "node_modules/leap0-fetch");
  const read = (path: string): string => readFileSync(join(at, path), "utf8");
  return {
    folder,
    at,
    /** Every file that is shipped, in the order of paths. */
    paths: readdirSync(at, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(at, path)).isFile())
      .sort(),
    read,
    readJson: (path: string): Record<string, unknown> => JSON.parse(read(path)),
  };
}
