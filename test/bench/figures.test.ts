import { expect, test } from "vitest";
import { type Figure, passes } from "../../bench/figures.ts";
import peers from "../../bench/package.json" with { type: "json" };
import { ratios, summarize } from "../../bench/speed/summary.ts";
import manifest from "../../package.json" with { type: "json" };

const figure = (value: number): Figure => ({ what: "something", value, target: 1, worst: 2, unit: "×" });

test("a figure passes a bound that it is beyond, and so does what could not be measured", () => {
  expect(passes(figure(1), 1)).toBe(false);
  expect(passes(figure(1.01), 1)).toBe(true);
  expect(passes(figure(Number.NaN), 1)).toBe(true);
});

test("the middle of the samples, and the half around it, whatever their order; a wild one does not move them", () => {
  expect(summarize([9_000, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7 });
});

test("a sample is compared with the baseline's of its own round", () => {
  expect(ratios([20, 400], [10, 200])).toEqual([2, 2]);
});

test("openapi-fetch is measured in the release that the package depends on", () => {
  expect(peers.dependencies["openapi-fetch"]).toBe(manifest.dependencies["openapi-fetch"]);
});
