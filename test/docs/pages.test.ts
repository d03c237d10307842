import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { expect, it } from "vitest";
import { readDescription } from "../../scripts/description/read.ts";
import { apiPages, methodsOf } from "../../scripts/docs/api.ts";
import { asMarkdown, brokenLinks, createLinks } from "../../scripts/docs/build.ts";
import { states } from "../../scripts/docs/diagrams.ts";
import { html } from "../../scripts/docs/html.ts";
import { render } from "../../scripts/docs/markdown.ts";
import { messages } from "../../scripts/docs/messages.ts";
import type { Page } from "../../scripts/docs/page.ts";
import { operations } from "../../src/generated/operations.ts";
import { root } from "./site.ts";

const description = await readDescription(root);
const pages = apiPages(description, {
  of: methodsOf(description),
  errors: new Map([["pauseSandbox", ["NotFoundError"]]]),
});
const pageOf = (id: string) => pages.find(({ path }) => path === `api/${id}`);
const link = (href: string) => href;

it("every operation has a page with its method, samples, responses, errors and limits", () => {
  for (const { id, method } of Object.values(operations)) {
    const page = pageOf(id);
    const { markdown = "", aside = "" } = page ?? {};
    expect(page?.method).toBe(method);
    for (const part of ["## Response 20", "## Errors", "<summary><b>401</b>", "## Limits and retries"])
      expect(markdown).toContain(part);
    for (const part of ["### TypeScript", "### curl", "client."]) expect(aside).toContain(part);
  }
});

it("what a mount takes is shown with its marks, and a field that is not accepted is not", () => {
  const { markdown = "" } = pageOf("addSandboxMount") ?? {};
  expect(markdown).toMatch(/\| `secret_access_key` \| string \| optional, \*\*write-only\*\* \|/);
  expect(markdown).toMatch(/\| `bucket` \| string \| required \|/);
  const [body] = (pageOf("updateSandboxMount")?.markdown ?? "").split("## Response");
  expect(body).toContain("| `bucket` |");
  expect(body).not.toContain("| `type` |");
});

it("an operation's page lists what its method throws, and where the sample finds the sandbox stopped", () => {
  expect(pageOf("pauseSandbox")?.markdown).toContain("[`NotFoundError`](../sdk/errors.md#NotFoundError)");
  expect(pageOf("startSandbox")?.aside).toContain("```ts state=stopped");
});

const page = (over: Partial<Page>): Page => ({
  path: "guides/one",
  source: "docs/guides/one.md",
  title: "One",
  summary: "",
  section: "Guides",
  group: "",
  markdown: "",
  ...over,
});

it("a link between sources becomes one between pages, and one that leads nowhere is named", () => {
  const one = page({
    markdown: "# One\n\n[two](../two.md#part) and [gone](gone.md)\n\n```sh no-run\n[two](../two.md)\n```",
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

it("code, text and attributes are escaped, so that no page runs what it shows", () => {
  const shown = render(
    '`<script>` and\n\n```text\n<script>alert(1)</script>\n```\n\n[a](<x" onclick="y>)',
    link,
  );
  expect(String(shown.html)).not.toContain("<script>");
  expect(String(html`<a title="${'"><b>'}">`)).toBe('<a title="&quot;&gt;&lt;b&gt;">');
  expect(String(shown.html)).toContain('<a href="x&quot; onclick=&quot;y">');
});

it("a sample's types are blanked out, on the same lines, and blocks know the program that they belong to", () => {
  const text =
    '```ts\nimport { a } from "leap0-fetch";\nconst b: number = 1;\n```\n\n```ts\nb;\n```\n\n```ts no-run\nc;\n```';
  const shown = String(render(text, link).html);
  expect(shown.match(/data-program="1"/g)).toHaveLength(2);
  expect(String(render(text.replace("leap0-fetch", "undici"), link).html)).not.toContain("data-program");
  expect(shown).toContain('data-script="import { a } from &quot;leap0-fetch&quot;;\nconst b         = 1;"');
});

it("the search gets each part of a page and each field of its tables", () => {
  const { parts } = render(
    "# One\n\n## Two {#zwei}\n\n| field | description |\n|---|---|\n| `mount_path` | where |",
    link,
  );
  expect(parts.map(({ id, heading }) => [id, heading])).toEqual([
    ["one", "One"],
    ["zwei", "Two"],
  ]);
  expect(parts[1]?.fields).toEqual([{ name: "mount_path", text: "where" }]);
});

it("the diagram of the states has every transition of the description, in words as well", () => {
  const shown = String(states());
  expect(shown).toContain("pause: from running through snapshotting to paused.");
  expect(shown).toContain("delete: from running or paused or stopped through deleting to deleted.");
  expect(shown.match(/<rect/g)).toHaveLength(9);
});

it("the messages that the package can give are read off its sources, each with what to do", () => {
  const rows = messages(root)
    .split("\n")
    .filter((line) => /^\| (?!message|-)/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  expect(rows.filter(({ length }) => length !== 5)).toEqual([]);
  const known = rows.map(
    ([, message = ""]) => new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*")),
  );
  const given = [
    () => new Leap0Client({ apiKey: "" }),
    () => new Leap0Client({ apiKey: "two words" }),
    () => new Leap0Client({ apiKey: "test-key", baseUrl: "http://api.example.com" }),
    () => new Leap0Client({ apiKey: "test-key", rateLimit: { requests: 0, perMs: 1 } }),
    () => createEmulator({ apiKey: " " }),
  ].map(messageOf);
  expect(given.filter((text) => !known.some((message) => message.test(text)))).toEqual([]);
});

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return (error as Error).message.replace(/[<`]/g, "'");
  }
  return "none was given";
}

it("the figures of the landing page stand on the pages that they lead to", () => {
  const read = (path: string) => readFileSync(join(root, "docs", path), "utf8");
  const [, cards = ""] = read("site/index.md").split('<div class="cards">');
  const promises = [...cards.matchAll(/\*\*(.+?)\*\*.*?\]\(\.\.\/(.+?)\)/gs)];
  expect(promises).toHaveLength(4);
  for (const [, figure = "", page = ""] of promises)
    for (const number of figure.match(/[\d,]+/g) ?? [])
      expect(read(page.split("#")[0] ?? ""), page).toContain(number);
});
