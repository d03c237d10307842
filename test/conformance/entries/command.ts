// For runtimes that have a command line: node, bun, deno, and bundles on node.
import { run } from "../suite.ts";

const { runtime, servers } = JSON.parse(process.argv[2] ?? "");
const report = await run(runtime, servers);
// Sockets that a platform keeps open for later must not keep the process.
process.stdout.write(`\nREPORT ${JSON.stringify(report)}\n`, () => process.exit(0));
