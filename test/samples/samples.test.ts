import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { compile, curlSamples, docComments, type Program, programs, programsIn } from "./collect.ts";
import { givenFor, onStage, openStage } from "./stage.ts";

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), "leap0-samples-"));
afterAll(() => rm(folder, { recursive: true }));

/** Uses what is not there, to see that the check sees it. */
const BROKEN = `# Broken

\`\`\`ts
import { Leap0Client } from "leap0-fetch";
const client = new Leap0Client();
\`\`\`

\`\`\`ts
await client.mounts.attach("sbx-abc123");
await client.sandboxes.pause("sbx-abc123", { timeoutMS: 1 });
\`\`\`

\`\`\`ts no-run
import "nothing";
\`\`\`
`;

it("a page's blocks are one program until one imports anew, and what is marked no-run is compiled only", () => {
  const [first, second] = programsIn("docs/guides/broken.md", BROKEN);
  expect([first?.line, second?.line]).toEqual([4, 14]);
  expect(first?.toRun.split("\n")[8]).toContain("mounts.attach");
  expect(second?.toCheck).toContain("nothing");
  expect(second?.toRun).toBe("");
  expect(() => programsIn("page.md", "text\n```ts\nopen();")).toThrow("line 2 has no end");
});

it("samples compile against the sources, and a broken one is named by file and line", {
  timeout: 120_000,
}, () => {
  const broken = programsIn("docs/guides/broken.md", BROKEN).slice(0, 1);
  const problems = compile([...programs(), ...docComments(), ...broken], ["leap0-source"]);
  const [first, second] = problems.filter((each) => each.startsWith("docs/guides/broken.md"));
  expect(first).toMatch(/^docs\/guides\/broken\.md:9 .*'attach'/);
  expect(second).toMatch(/^docs\/guides\/broken\.md:10 .*timeoutMS/);
  expect(problems.filter((each) => ![first, second].includes(each))).toEqual([]);
});

describe("samples run against the emulator", () => {
  for (const [at, program] of programs()
    .filter(({ toRun }) => toRun)
    .entries()) {
    it(`${program.file}:${program.line}`, async () => {
      const file = join(folder, `sample-${at}.ts`);
      await writeFile(file, program.toRun);
      await onStage(givenFor(program.file), async () => {
        try {
          await import(/* @vite-ignore */ file);
        } catch (error) {
          const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
          throw new Error(`${placeIn(stack, program)}: ${message}`, { cause: error });
        }
      });
    });
  }
});

/** The page and line that a stack leads to. */
function placeIn(stack: string, { file, line }: Program): string {
  const at = stack.split("\n").find((each) => each.includes(folder));
  return `${file}:${/:(\d+):\d+\)?$/.exec(at?.trim() ?? "")?.[1] ?? line}`;
}

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl) console.warn("There is no curl here: its samples are not run.");

describe.skipIf(!hasCurl)("curl samples run against the emulator", () => {
  for (const { file, line, toRun } of curlSamples()) {
    it(`${file}:${line}`, async () => {
      const stage = await openStage(givenFor(file));
      const { LEAP0_BASE_URL: url = "" } = stage.env;
      // A page that starts the emulator on a port of its own choice means this one.
      const script = `set -eu -o pipefail\ncurl() { command curl --fail-with-body --silent --show-error "$@"; }\n${toRun.replaceAll(/http:\/\/(localhost|127\.0\.0\.1):4010/g, url)}`;
      try {
        const ended = run("bash", ["-c", script], { env: { ...process.env, ...stage.env }, timeout: 15_000 });
        const { stdout } = await ended.catch((error) => {
          throw new Error(`${file}:${line}: ${error.stdout}${error.stderr}`);
        });
        for (const secret of [stage.env.S3_SECRET_ACCESS_KEY, stage.env.S3_ACCESS_KEY_ID])
          expect(stdout).not.toContain(secret);
      } finally {
        await stage.close();
      }
    });
  }
});
