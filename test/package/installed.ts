import type { TestProject } from "vitest/node";
import { type Installed, installed } from "../../scripts/install.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder in which the packed package is installed. */
    folder: string;
  }
}

let pack: Installed;

export async function setup(project: TestProject): Promise<void> {
  pack = await installed({ built: process.env.LEAP0_FETCH_BUILT === "1" });
  project.provide("folder", pack.folder);
}

export const teardown = (): Promise<void> => pack.remove();
