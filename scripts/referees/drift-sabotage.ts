import { documented, isSuccess, named, statusOf, wrongBody } from "./documented.ts";
import { type Drift, isAbout } from "./drift-report.ts";
import type { Entry, Har } from "./recording.ts";
import type { Verdict } from "./verdict.ts";

type Compare = (har: Har) => Promise<Drift>;

/**
 * Every answer of the recording, without what its body promises. Each success has to be found. Of the failures of an
 * operation only the first is shown, so they are counted: each lacks its message, where two forms are allowed twice.
 */
export async function withWrongBodies(har: Har, compare: Compare): Promise<Verdict[]> {
  const { findings } = await compare(withEntries(har, (entries) => entries.map(spoilt)));
  const successes = documented.filter((each) => isSuccess(each) && each.hasBody);
  return [
    ...successes.map((each) => ({
      what: named(each),
      problem: findings.some((finding) => isAbout(finding, each)) ? undefined : "there was no finding",
    })),
    ...[...new Set(documented.map(({ operation }) => operation))].map((operation) => {
      const expected = documented.filter((each) => each.operation === operation && !isSuccess(each)).length;
      const found = findings
        .filter(({ operationId, dataPath }) => operationId === operation && dataPath === "/message")
        .reduce((sum, { occurrences }) => sum + occurrences, 0);
      const problem = found >= expected ? undefined : `${found} findings instead of ${expected}`;
      return { what: `${expected} failures of ${operation}`, problem };
    }),
  ];
}

function spoilt(entry: Entry): Entry {
  const { status, content } = entry.response;
  const promise = documented.find((each) => statusOf(each) === status);
  if (!content.text || !promise) return entry;
  const text = JSON.stringify(wrongBody(promise));
  return { ...entry, response: { ...entry.response, content: { ...content, text } } };
}

/** The recording without one status: this one has to be missing wherever it is described, and no other. */
export async function withoutStatus(status: string, har: Har, compare: Compare): Promise<Verdict[]> {
  const { coverage } = await compare(
    withEntries(har, (entries) => entries.filter((entry) => entry.response.status !== Number(status))),
  );
  const missing = coverage.flatMap(({ operationId, missing }) =>
    missing.filter(({ kind }) => kind === "response").map((part) => `${operationId} ${part.status}`),
  );
  return documented.map((each) => ({
    what: named(each),
    problem:
      missing.includes(named(each)) === (each.status === status)
        ? undefined
        : each.status === status
          ? "its absence was not noticed"
          : "was said to be absent",
  }));
}

const withEntries = (har: Har, change: (entries: readonly Entry[]) => readonly Entry[]): Har => ({
  ...har,
  log: { ...har.log, entries: change(har.log.entries) },
});
