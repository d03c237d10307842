import { expect, test } from "vitest";
import { type Figure, reaches } from "../../bench/figures.ts";

const figure = (value: number, more: Partial<Figure> = {}): Figure => ({
  what: "something",
  value,
  target: 1,
  worst: 2,
  unit: "×",
  ...more,
});

test("a figure reaches a bound that it does not pass", () => {
  expect(reaches(figure(1), 1)).toBe(true);
  expect(reaches(figure(1.01), 1)).toBe(false);
});

test("where more is better it has to come up to the bound", () => {
  expect(reaches(figure(0.6, { least: true }), 0.6)).toBe(true);
  expect(reaches(figure(0.59, { least: true }), 0.6)).toBe(false);
});

test("what could not be measured reaches nothing", () => {
  expect(reaches(figure(Number.NaN), 1)).toBe(false);
  expect(reaches(figure(Number.NaN, { least: true }), 1)).toBe(false);
});
