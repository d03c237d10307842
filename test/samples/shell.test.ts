import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { codeSamples, readPages } from "./collect.ts";
import { givenFor, openStage } from "./stage.ts";

const run = promisify(execFile);
const SHELL = new Set(["sh", "bash", "shell", "console"]);

const shown = (await readPages()).flatMap(({ file, blocks }) =>
  blocks
    .filter(({ lang, flags, code }) => SHELL.has(lang) && /\bcurl\b/.test(code) && !flags.includes("no-run"))
    .map(({ line, code }) => ({ file, line: line + 1, toRun: code })),
);
const samples = [...shown, ...(await codeSamples(".sh"))];
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl) console.warn("There is no curl here: its samples are not run.");

describe.skipIf(!hasCurl)("curl samples run against the emulator", () => {
  for (const { file, line, toRun } of samples) {
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
