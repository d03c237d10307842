import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup, VERSION } from "rollup";

const [input, file] = process.argv.slice(2);
const build = await rollup({ input, plugins: [nodeResolve()], external: [/^node:/], onwarn: fail });
await build.write({ file, format: "es", inlineDynamicImports: true });
console.log(VERSION);

// A warning is how Rollup says that a package was not found, or that a name is not exported.
function fail({ message }) {
  throw new Error(message);
}
