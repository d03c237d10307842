import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Impact, impacts } from "./change.ts";
import { type Comparison, compare } from "./compare.ts";
import { readDocument } from "./document.ts";

const OURS = fileURLToPath(new URL("../../src/generated/openapi.json", import.meta.url));

export const HELP = `npm run spec:diff -- FILE|URL [options]

Compares the description with another one, for the operations that it covers. FILE may be YAML or JSON.
Without options FILE is the later one: what has the API changed that our description does not say yet?

  --older             FILE is the earlier one, such as that of a release: what have we changed since?
  --fail-on IMPACT    ends with 1 where a change has this impact or a worse one: ${impacts.join(", ")}, none.
                      Default: breaking
  --wording           lists differences in texts, too, instead of only counting them
  --json              one JSON object instead of lines
`;

/** What the command does; gives its exit code. */
export async function specDiff(args: readonly string[], print: (text: string) => void): Promise<number> {
  let given: ReturnType<typeof read>;
  let comparison: Comparison;
  try {
    given = read(args);
    if (given.help) {
      print(HELP);
      return 0;
    }
    const [ours, other] = [await readDocument(OURS), await readDocument(given.file)];
    comparison = given.older ? compare(other, ours, ours) : compare(ours, other, ours);
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
  print(given.json ? JSON.stringify(comparison, null, 2) : textOf(comparison, given.wording));
  const worst = impacts.indexOf(comparison.changes[0]?.impact ?? ("none" as Impact));
  return worst >= 0 && worst <= given.failOn ? 1 : 0;
}

function read(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      older: { type: "boolean", default: false },
      wording: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      "fail-on": { type: "string", default: "breaking" },
    },
  });
  const [file, ...more] = positionals;
  if ((!file || more.length) && !values.help) throw new Error(`one FILE or URL is needed\n\n${HELP}`);
  const failOn = impacts.indexOf(values["fail-on"] as Impact);
  if (failOn < 0 && values["fail-on"] !== "none")
    throw new Error(`--fail-on takes ${impacts.join(", ")} or none`);
  return { ...values, file: file ?? "", failOn };
}

function textOf({ changes, compared, beyond }: Comparison, wording: boolean): string {
  const lines = changes
    .filter(({ impact }) => wording || impact !== "wording")
    .map(({ impact, operation, place, what }) => `${impact.padEnd(8)}  ${operation}  ${place}: ${what}`);
  const counts = impacts.map(
    (impact) => `${changes.filter((each) => each.impact === impact).length} ${impact}`,
  );
  return [
    ...lines,
    `${compared} operations compared, ${beyond.length} of the other description not covered: ${counts.join(", ")}`,
  ].join("\n");
}
