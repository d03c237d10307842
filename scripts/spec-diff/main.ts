import { specDiff } from "./spec-diff.ts";

process.exitCode = await specDiff(process.argv.slice(2), (text) => console.log(text));
