/** A page of the site. It is written as HTML, and beside that as Markdown for programs that read. */
export interface Page {
  /** Where it goes, from the site's root and without an extension, such as `guides/mounts`. */
  readonly path: string;
  /** What it is made from, from the project's root: links in the text are relative to it. */
  readonly source: string;
  readonly title: string;
  /** One sentence, for lists of pages and for search engines. */
  readonly summary: string;
  /** The heading that it stands below in the navigation. */
  readonly section: string;
  /** With its own `# heading`. */
  readonly markdown: string;
  /** Names in the navigation that lead to parts of the page. */
  readonly parts?: readonly { readonly title: string; readonly id: string }[];
}

/** Something in the sources that keeps the site from being what it says. All problems are shown together. */
export class DocsError extends Error {
  override name = "DocsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
