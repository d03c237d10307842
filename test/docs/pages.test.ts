import { expect, it } from "vitest";
import { readDescription } from "../../scripts/description/read.ts";
import { brokenLinks } from "../../scripts/docs/check-site.ts";
import { createLinks } from "../../scripts/docs/links.ts";
import { asMarkdown } from "../../scripts/docs/machines.ts";
import { render } from "../../scripts/docs/markdown.ts";
import { operationPages } from "../../scripts/docs/operations.ts";
import type { Page } from "../../scripts/docs/page.ts";
import { searchIndex } from "../../scripts/docs/search-index.ts";
import { operations } from "../../src/generated/operations.ts";
import { root } from "./site.ts";

const description = await readDescription(root);
const pages = operationPages(description);

it("every operation has a page with samples, answers, failures and limits", () => {
  expect(pages.map(({ path }) => path).sort()).toEqual(
    Object.keys(operations)
      .map((id) => `api/${id}`)
      .sort(),
  );
  for (const { markdown } of pages) {
    for (const part of [
      "## Samples",
      "```ts\n",
      "```sh\n",
      "## Answer 20",
      "## Failures",
      "| 401 |",
      "## Limits",
    ])
      expect(markdown).toContain(part);
  }
});

it("what a mount takes is shown with its marks", () => {
  const { markdown = "" } = pages.find(({ path }) => path === "api/addSandboxMount") ?? {};
  expect(markdown).toMatch(/\| `secret_access_key` \| string \| optional, \*\*write-only\*\* \|/);
  expect(markdown).toMatch(/\| `bucket` \| string \| required \|/);
  expect(markdown).toContain("8 mounts for a sandbox");
});

it("a field that is not accepted is shown nowhere", () => {
  const { markdown = "" } = pages.find(({ path }) => path === "api/updateSandboxMount") ?? {};
  const [body] = markdown.slice(markdown.indexOf("## Body")).split("## Answer");
  expect(body).toContain("| `bucket` |");
  expect(body).not.toContain("| `type` |");
});

const page = (over: Partial<Page>): Page => ({
  path: "guides/one",
  source: "docs/guides/one.md",
  title: "One",
  summary: "",
  section: "Guides",
  markdown: "",
  ...over,
});

it("a link between sources becomes one between pages, and one that leads nowhere is named", () => {
  const one = page({
    markdown: "# One\n\n[two](../two.md#part) and [gone](gone.md)\n\n```sh\n[two](../two.md)\n```",
  });
  const links = createLinks(root, [one, page({ path: "two", source: "docs/two.md" })]);
  expect(asMarkdown(one, links)).toBe(
    "# One\n\n[two](../two.md#part) and gone\n\n```sh\n[two](../two.md)\n```\n",
  );
  expect(links.from(one, "../two.md#part", ".html")).toBe("../two.html#part");
  expect(links.broken).toEqual(["docs/guides/one.md: gone.md leads nowhere"]);
});

it("a link of the site to a missing page or part is named", () => {
  const files = new Map([
    ["index.html", '<a href="a/b.html#here"></a><a href="a/b.html#not"></a><a href="c.html"></a>'],
    ["a/b.html", '<h2 id="here"></h2><a href="../index.html"></a>'],
  ]);
  expect(brokenLinks(files)).toEqual([
    "index.html: a/b.html#not leads to no part of a/b.html",
    "index.html: c.html leads to no file",
  ]);
});

it("code and text are escaped, so that no page runs what it shows", () => {
  const { html } = render("`<script>` and\n\n```text\n<script>alert(1)</script>\n```", () => undefined);
  expect(html).not.toContain("<script>");
});

it("the search knows fields by their names", () => {
  const entries = JSON.parse(
    searchIndex(pages)
      .replace(/^.*?= /, "")
      .replace(/;\n$/, ""),
  );
  const found = entries.filter(({ heading }: { heading: string }) => heading === "mount_path");
  expect(found.map(({ url }: { url: string }) => url)).toContain("api/addSandboxMount.html#body");
});
