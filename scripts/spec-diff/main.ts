import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Change, changesBetween, type Impact, impacts } from "./changes.ts";

const ours = fileURLToPath(new URL("../../src/generated/openapi.json", import.meta.url));

const HELP = `npm run spec:diff -- FILE|URL [options]

Compares the description with another one, YAML or JSON. Without options FILE is the later one, and only the operations
that our description covers count: what has the API changed that our description does not say yet?

  --older             FILE is the earlier one, such as that of a release: what have we changed since?
  --fail-on IMPACT    ends with 1 where a change has this impact or a worse one: ${impacts.join(", ")}, none.
                      Default: breaking
  --json              one JSON list instead of lines

Exit codes: 0 nothing of that impact, 1 something of it, 2 the two cannot be compared.
`;

try {
  const { older, json, help, file, failOn } = read();
  if (help) console.log(HELP);
  else {
    const changes = older
      ? await changesBetween(file, ours)
      : await changesBetween(ours, file, { coveredOnly: true });
    console.log(json ? JSON.stringify(changes, null, 2) : textOf(changes));
    process.exitCode = changes.some(({ impact }) => impacts.indexOf(impact) <= failOn) ? 1 : 0;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      older: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      "fail-on": { type: "string", default: "breaking" },
    },
  });
  const [file = "", ...more] = positionals;
  if ((!file || more.length) && !values.help) throw new Error(`Give one FILE or URL.\n\n${HELP}`);
  const failOn = impacts.indexOf(values["fail-on"] as Impact);
  if (failOn < 0 && values["fail-on"] !== "none")
    throw new Error(`--fail-on takes ${impacts.join(", ")} or none.`);
  return { ...values, file, failOn };
}

/** Texts are only counted: on a busy day there are dozens. */
function textOf(changes: readonly Change[]): string {
  const lines = changes
    .filter(({ impact }) => impact !== "wording")
    .map(({ impact, place, what }) => `${impact.padEnd(8)}  ${place}: ${what}`);
  const counts = impacts.map((each) => `${changes.filter(({ impact }) => impact === each).length} ${each}`);
  return [...lines, counts.join(", ")].join("\n");
}
