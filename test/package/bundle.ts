import { gzipSync } from "node:zlib";
import { type BuildResult, build } from "esbuild";
import { folder } from "./package.ts";

export interface Bundled {
  readonly code: string;
  readonly minifiedBytes: number;
  readonly gzipBytes: number;
  /** The files that ended up in the bundle with at least a byte of theirs. */
  readonly inputs: readonly string[];
}

/** Bundles a program that uses the installed package, as a web project would. */
export async function bundle(program: string): Promise<Bundled> {
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    format: "esm",
    platform: "browser",
    minify: true,
    write: false,
    metafile: true,
    external: ["node:*"],
    logLevel: "error",
  });
  const code = result.outputFiles[0]?.text ?? "";
  const [output] = Object.values(result.metafile.outputs);
  return {
    code,
    minifiedBytes: Buffer.byteLength(code),
    gzipBytes: gzipSync(code, { level: 9 }).byteLength,
    inputs: Object.entries(output?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([name]) => name),
  };
}
