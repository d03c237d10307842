import { describe, expect, it } from "vitest";
import { blocksOf } from "./blocks.ts";
import { programs } from "./collect.ts";
import { compile } from "./compile.ts";
import { docComments } from "./doc-comments.ts";
import { programsOf } from "./programs.ts";

const all = [...(await programs()), ...docComments()];

/** Uses what is not there, to see that the check sees it. */
const BROKEN = programsOf(
  "docs/guides/broken.md",
  blocksOf(`# Broken

\`\`\`ts
import { Leap0Client } from "leap0-fetch";
const client = new Leap0Client();
\`\`\`

\`\`\`ts
await client.mounts.attach("sbx-abc123");
await client.sandboxes.pause("sbx-abc123", { timeoutMS: 1 });
\`\`\`
`),
);

/** All samples at once are one run of the compiler: seconds, and many of them on a busy machine. */
const TIME = 120_000;

describe("samples", () => {
  it(
    "compile against the sources, and a broken one is named by file and line",
    () => {
      const problems = compile([...all, ...BROKEN], ["leap0-source"]);
      const [first, second] = problems.filter((each) => each.startsWith("docs/guides/broken.md"));
      expect(first).toMatch(/^docs\/guides\/broken\.md:9 .*'attach'/);
      expect(second).toMatch(/^docs\/guides\/broken\.md:10 .*timeoutMS/);
      expect(problems.filter((each) => ![first, second].includes(each))).toEqual([]);
    },
    TIME,
  );
});
