import { describe, expect, it } from "vitest";
import { blocksOf } from "./blocks.ts";
import { programsOf } from "./programs.ts";

const page = (...lines: string[]) => programsOf("docs/guides/page.md", blocksOf(lines.join("\n")));

describe("a page's blocks", () => {
  it("are joined until one imports anew, each line where the page has it", () => {
    const programs = page(
      "# Page",
      "```ts",
      "import a;",
      "one();",
      "```",
      "and",
      "```ts",
      "two();",
      "```",
      "```ts",
      "import b;",
      "```",
    );
    expect(programs.map(({ line }) => line)).toEqual([3, 11]);
    const lines = programs[0]?.toRun.split("\n") ?? [];
    expect([lines[2], lines[3], lines[7]]).toEqual(["import a;", "one();", "two();"]);
  });

  it("may be marked as not to be run, and are compiled all the same", () => {
    const [program] = page("```ts", "import a;", "```", "```ts no-run", "never();", "```");
    expect(program?.toCheck).toContain("never();");
    expect(program?.toRun).not.toContain("never();");
  });

  it("in other languages are no programs", () => {
    expect(page("```sh", "npm install", "```", "```json", "{}", "```")).toEqual([]);
  });

  it("that have no end are refused", () => {
    expect(() => blocksOf("text\n```ts\nopen();")).toThrow("line 2 has no end");
  });
});
