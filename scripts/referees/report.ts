import type { Ruling } from "./verdict.ts";

/** Prints what was found. Whether all is well: a heading with nothing below it is not. */
export function report(rulings: readonly Ruling[]): boolean {
  let passed = 0;
  let failed = 0;
  for (const { heading, verdicts } of rulings) {
    const bad = verdicts.filter(({ problem }) => problem !== undefined);
    if (verdicts.length === 0) bad.push({ what: heading, problem: "nothing was judged" });
    passed += verdicts.length - (verdicts.length === 0 ? 0 : bad.length);
    failed += bad.length;
    console.log(
      `${bad.length === 0 ? "✓" : "✗"} ${heading}: ${verdicts.length - bad.length} of ${verdicts.length}`,
    );
    for (const { what, problem } of bad) console.log(`    ${what}: ${problem?.replaceAll(/\s+/g, " ")}`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
