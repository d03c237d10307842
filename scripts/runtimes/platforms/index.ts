import type { Platform } from "../platform.ts";
import { bun } from "./bun.ts";
import { bundled } from "./bundled.ts";
import { chromium } from "./chromium.ts";
import { deno } from "./deno.ts";
import { node } from "./node.ts";
import { workerd } from "./workerd.ts";

/** The rows of the matrix. */
export const platforms: readonly Platform[] = [
  node(20),
  node(22),
  node(24),
  bun,
  deno,
  workerd,
  chromium,
  bundled("esbuild"),
  bundled("rollup"),
  bundled("vite"),
  bundled("webpack"),
];
