import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { programs } from "./collect.ts";
import { placeIn } from "./compile.ts";
import { givenFor, onStage } from "./stage.ts";

const folder = await mkdtemp(join(tmpdir(), "leap0-samples-"));
const toRun = (await programs()).filter((program) => program.toRun);

afterAll(() => rm(folder, { recursive: true }));

describe("samples run against the emulator", () => {
  for (const [at, program] of toRun.entries()) {
    it(`${program.file}:${program.line}`, async () => {
      const file = join(folder, `sample-${at}.ts`);
      await writeFile(file, program.toRun);
      await onStage(givenFor(program.file), async () => {
        try {
          await import(/* @vite-ignore */ file);
        } catch (error) {
          const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
          throw new Error(`${placeIn(stack, folder, program)}: ${message}`, { cause: error });
        }
      });
    });
  }
});
