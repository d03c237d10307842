import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

/** One ES module out of several that exist only in memory, with everything they import from packages inside. */
export async function selfContained(
  modules: Readonly<Record<string, string>>,
  entry: string,
): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    // The output names the packages' files, and must not depend on where it was made.
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minifyWhitespace: true,
    // Else a linked node_modules would show in the output.
    preserveSymlinks: true,
    logLevel: "silent",
    plugins: [inMemory(modules)],
  });
  return result.outputFiles.map(({ text }) => text).join("");
}

function inMemory(modules: Readonly<Record<string, string>>): Plugin {
  const filter = new RegExp(`^(${Object.keys(modules).join("|")})$`);
  return {
    name: "in-memory",
    setup(builder) {
      builder.onResolve({ filter }, ({ path }) => ({ path, namespace: "memory" }));
      builder.onLoad({ filter: /.*/, namespace: "memory" }, ({ path }) => ({
        contents: modules[path] ?? "",
        // From where it finds the packages.
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
