// How time grows with the size of the input. Linear code takes four times as long for four times as much; code that is
// quadratic takes sixteen times as long. Run: npx tsx --conditions=leap0-source bench/growth/main.ts
import { createEmulator } from "../../src/emulator/index.ts";
import { isPlainName } from "../../src/emulator/storage/paths.ts";
import { createRedactor } from "../../src/errors/redact.ts";
import { readEndpoint } from "../../src/storage/endpoint.ts";

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
    size: 200_000,
    prepare: (n) => create({ mounts: numbers(n) }),
  },
  { what: "validators: a map of wrong values", size: 20_000, prepare: (n) => create({ env_vars: named(n) }) },
  {
    what: "validators: a list of wrong texts",
    size: 50_000,
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
    size: 50_000,
    prepare: (n) => () => isPlainName(`${"%25".repeat(n)}2e`),
  },
  {
    what: "endpoints: slashes",
    size: 400_000,
    prepare: (n) => () => readEndpoint(`https://s3.example.com/${"/".repeat(n)}x${"/".repeat(n)}`),
  },
  {
    what: "redactor: the text",
    size: 200_000,
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

/** The best of seven: a machine that is busy only makes it slower. */
async function timeOf(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const startedAt = performance.now();
    await run();
    times.push(performance.now() - startedAt);
  }
  return Math.min(...times);
}

console.log(
  `${"input".padEnd(44)}${"n".padStart(9)}${"ms".padStart(9)}${"4n ms".padStart(9)}${"ratio".padStart(8)}`,
);
let steep = 0;
for (const { what, size, prepare } of rows) {
  await prepare(size)();
  const small = await timeOf(prepare(size));
  const large = await timeOf(prepare(4 * size));
  const ratio = large / small;
  // Half-way to quadratic on a logarithmic scale. Less than a few milliseconds is noise, not growth.
  const bad = ratio > 8 && large > 20;
  if (bad) steep++;
  console.log(
    `${what.padEnd(44)}${String(size).padStart(9)}${small.toFixed(1).padStart(9)}${large.toFixed(1).padStart(9)}${ratio.toFixed(1).padStart(8)}${bad ? "  steeper than linear" : ""}`,
  );
}
process.exitCode = steep === 0 ? 0 : 1;
