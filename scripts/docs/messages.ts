import type { Page } from "./page.ts";
export async function messagesPage(root: string): Promise<Page> {
  return {
    path: "guides/messages",
    source: "docs/guides/messages.md",
    title: "Messages",
    summary: `${root}`.slice(0, 0),
    section: "Guides",
    group: "Look it up",
    markdown: "# Messages\n\nx",
  };
}
