import { basename, dirname } from "node:path";
import { build, version } from "vite";

const [input, file] = process.argv.slice(2);
await build({
  root: dirname(input),
  configFile: false,
  logLevel: "error",
  ssr: { noExternal: true },
  build: {
    ssr: input,
    outDir: dirname(file),
    emptyOutDir: false,
    target: "es2022",
    minify: true,
    rolldownOptions: { output: { entryFileNames: basename(file), codeSplitting: false } },
  },
});
console.log(version);
