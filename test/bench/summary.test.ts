import { expect, test } from "vitest";
import { ratios, summarize } from "../../bench/speed/summary.ts";

test("the middle of the samples, and the half around it, whatever their order", () => {
  expect(summarize([9, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7 });
});

test("one wild sample does not move them", () => {
  expect(summarize([9_000, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7 });
});

test("a sample is compared with the baseline's of its own round", () => {
  expect(ratios([20, 400], [10, 200])).toEqual([2, 2]);
});
