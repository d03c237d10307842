import { expect, test } from "vitest";
import { programs } from "../samples/collect.ts";
import { compile } from "../samples/compile.ts";
import { docComments } from "../samples/doc-comments.ts";

test("every sample of README, guides, description and comments compiles against the built package", async () => {
  const samples = [...(await programs()), ...docComments()];
  expect(samples.length).toBeGreaterThan(30);
  expect(compile(samples, [])).toEqual([]);
});
