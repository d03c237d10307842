// How time grows with the size of the input. Linear code takes four times as long for four times as much; code that is
// quadratic takes sixteen times as long. Run: npx tsx --conditions=leap0-source bench/growth/main.ts
import { createEmulator } from "../../src/emulator/index.ts";
import { isPlainName } from "../../src/emulator/storage/paths.ts";
import { createRedactor } from "../../src/errors/redact.ts";
import { readEndpoint } from "../../src/storage/source.ts";

/** One kind of input: `prepare` makes it in a size, and returns what is measured. */
interface Row {
  readonly what: string;
  /** The smaller of the two sizes. It has to take some milliseconds. */
  readonly size: number;
  readonly prepare: (size: number) => () => unknown;
}

const emulator = createEmulator({ apiKey: "bench-key", limits: { requests: Number.POSITIVE_INFINITY } });
const url = "https://api.leap0.dev";
const headers = { authorization: "bench-key", "content-type": "application/json" };

const create = (body: unknown) => {
  const json = JSON.stringify({ template_name: "t", ...(body as object) });
  return () => emulator.fetch(`${url}/v1/sandbox/`, { method: "POST", headers, body: json });
};
const numbers = (size: number) => new Array(size).fill(1);
const named = (size: number) => Object.fromEntries(numbers(size).map((one, at) => [`name${at}`, one]));

const rows: readonly Row[] = [
  {
    what: "validators: a list that is too long",
    size: 500_000,
    prepare: (n) => create({ mounts: numbers(n) }),
  },
  { what: "validators: a map of wrong values", size: 40_000, prepare: (n) => create({ env_vars: named(n) }) },
  {
    what: "validators: a list of wrong texts",
    size: 150_000,
    prepare: (n) =>
      create({
        network_policy: { mode: "custom", transforms: [{ domain: "a", strip_headers: numbers(n) }] },
      }),
  },
  {
    what: "emulator's record: %25 again and again",
    size: 100_000,
    prepare: (n) => () => emulator.fetch(`${url}/v1/sandbox/${"%25".repeat(n)}/`, { headers }),
  },
  {
    what: "paths of objects: %25 again and again",
    size: 100_000,
    prepare: (n) => () => isPlainName(`${"%25".repeat(n)}2e`),
  },
  {
    what: "endpoints: slashes",
    size: 1_000_000,
    prepare: (n) => () => readEndpoint(`https://s3.example.com/${"/".repeat(n)}x${"/".repeat(n)}`),
  },
  {
    what: "redactor: the text",
    size: 400_000,
    prepare: (n) => {
      const redactor = createRedactor();
      redactor.remember("secret-of-the-benchmark");
      const text = "nothing to see here, ".repeat(n / 20);
      return () => redactor.text(text);
    },
  },
  {
    what: "redactor: the secrets",
    size: 250,
    prepare: (n) => {
      const redactor = createRedactor();
      for (let at = 0; at < n; at++) redactor.remember(`secret-${at}-of-the-benchmark-${at * 7919}`);
      const text = "nothing to see here, ".repeat(5000);
      return () => redactor.text(text);
    },
  },
];

/** Milliseconds of the processor for so many runs, the best of three: a busy machine must not look like growth. */
async function timeOf(run: () => unknown, runs: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    for (let at = 0; at < runs; at++) await run();
    times.push(process.cpuUsage(before).user / 1000);
  }
  return Math.min(...times) / runs;
}

const line = (what: string, cells: readonly string[]) =>
  console.log(what.padEnd(44) + cells.map((cell) => cell.padStart(10)).join(""));

line("input", ["n", "ms", "ms at 4n", "ratio"]);
let steep = 0;
for (const { what, size, prepare } of rows) {
  const [small, large] = [prepare(size), prepare(4 * size)];
  const runs = Math.ceil(100 / Math.max(1, await timeOf(small, 5)));
  const [before, after] = [await timeOf(small, runs), await timeOf(large, Math.ceil(runs / 2))];
  const ratio = after / before;
  line(what, [String(size), before.toFixed(1), after.toFixed(1), ratio.toFixed(1)]);
  // Half-way between linear and quadratic, on a logarithmic scale.
  if (ratio > 8) steep++;
}
if (steep > 0) console.log(`${steep} steeper than linear`);
process.exitCode = steep === 0 ? 0 : 1;
