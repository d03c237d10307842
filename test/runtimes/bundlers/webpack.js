import { basename, dirname } from "node:path";
import webpack from "webpack";

const [input, file] = process.argv.slice(2);
webpack(
  {
    mode: "production",
    target: "node20",
    context: dirname(input),
    entry: input,
    // The bundle asks for the place of its own file, which webpack would replace by that of the input.
    module: { parser: { javascript: { importMeta: false } } },
    optimization: { splitChunks: false },
    plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
    experiments: { outputModule: true },
    output: { path: dirname(file), filename: basename(file), module: true, chunkFormat: "module" },
  },
  (error, stats) => {
    if (error || !stats || stats.hasErrors() || stats.hasWarnings()) {
      console.error(error ?? stats?.toString({ colors: false }));
      process.exitCode = 1;
    } else console.log(webpack.version);
  },
);
