import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Description } from "../description/document.ts";
import { redocly } from "../redocly.ts";
import { DocsError } from "./page.ts";
import { header } from "./shell.ts";

/** Redocly's own logo, which Redoc would load from its maker's host. */
const LOGO = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12"><text y="10" font-family="sans-serif" font-size="11" fill="#808a87">Redoc</text></svg>')}`;

const OPTIONS = {
  // Samples are picked by their labels: without this Redoc shows none of ours.
  codeSamples: {
    languages: [
      { lang: "TypeScript", label: "TypeScript" },
      { lang: "Shell", label: "curl" },
      { lang: "payload", label: "Payload" },
    ],
  },
  downloadUrls: ["json", "yaml"].map((kind) => ({ title: `openapi.${kind}`, url: `../openapi.${kind}` })),
  schemasExpansionLevel: 1,
  scrollYOffset: 56,
};

/** The whole API on one page, made by Redoc, with everything that it needs inside. */
export async function referencePage(
  root: string,
  version: string,
  description: Description,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-reference-"));
  const file = (name: string) => join(folder, name);
  try {
    await writeFile(file("openapi.json"), labelled(description));
    await writeFile(file("options.json"), JSON.stringify(OPTIONS));
    const { code, stderr } = await redocly(
      [
        "build-docs",
        file("openapi.json"),
        "--inlineBundle",
        `--template=${join(root, "docs/site/reference.hbs")}`,
        "--title=All operations · leap0-fetch",
        `--templateOptions.summary=${description.info.summary}`,
        "--templateOptions.scripts={{scripts}}",
        "--templateOptions.header={{header}}",
        `--openapi=${file("options.json")}`,
        `--output=${file("index.html")}`,
      ],
      folder,
    );
    if (code !== 0) throw new DocsError([`Redoc failed:\n${stderr}`]);
    const page = await readFile(file("index.html"), "utf8");
    return closed(page.replace("{{header}}", String(header("../", version, "Redoc"))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The description as JSON, in which our samples are called by their language. */
const labelled = (description: Description): string =>
  JSON.stringify(description, (_, value) =>
    value?.lang === "TypeScript" ? { ...value, label: value.lang } : value,
  );

/** Names every script by its hash in the page's policy, so that no other one runs, and asks no host for anything. */
export function closed(html: string): string {
  const page = html.replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, LOGO);
  const scripts = [...page.matchAll(/<script(?: type="module")?>(.*?)<\/script>/gs)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return page.replace("{{scripts}}", scripts.join(" "));
}
