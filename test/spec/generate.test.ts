import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Files, generate } from "../../scripts/generate/generate.ts";
import { staleIn, update } from "../../scripts/generate/stale.ts";
import { copyOfDescription, program, root } from "./copy.ts";

// Some of these run real programs.
vi.setConfig({ testTimeout: 60_000 });

let current: Files;

beforeAll(async () => {
  current = await generate(root);
});

/** A copy of the description whose generated files are current. */
async function upToDate() {
  const copy = await copyOfDescription();
  await update(join(copy.root, "src/generated"), current);
  return { ...copy, generated: join(copy.root, "src/generated") };
}

describe("generating", () => {
  it("names each file that a changed schema leaves stale, and makes it current", async () => {
    const { root, generated, edit } = await upToDate();
    expect(await staleIn(generated, current)).toEqual([]);

    await edit("spec/components/schemas/SandboxCreate.yaml", (text) =>
      text.replace("maximum: 8\n", "maximum: 16\n"),
    );
    const changed = await generate(root);
    expect(await staleIn(generated, changed)).toEqual(
      ["emulator/validators.js", "openapi.json", "openapi.yaml"].map((path) => ({ path, why: "differs" })),
    );

    await update(generated, changed);
    expect(await staleIn(generated, changed)).toEqual([]);
  });

  it("gives the same files for the same description, wherever it stands", async () => {
    const { root, generated } = await upToDate();
    expect(await staleIn(generated, await generate(root))).toEqual([]);
  });

  it("finds a file that is missing, one that was edited by hand, and one that nothing makes", async () => {
    const { generated, edit } = await upToDate();
    await rm(join(generated, "facts.ts"));
    await edit("src/generated/operations.ts", (text) => text.replace("success: 201", "success: 200"));
    await writeFile(join(generated, "emulator/old.ts"), "");
    expect(await staleIn(generated, current)).toEqual([
      { path: "emulator/old.ts", why: "not generated any more" },
      { path: "facts.ts", why: "missing" },
      { path: "operations.ts", why: "differs" },
    ]);

    await update(generated, current);
    expect(await staleIn(generated, current)).toEqual([]);
  });

  it("refuses a description that refers to a file that does not exist", async () => {
    const copy = await copyOfDescription();
    await rm(join(copy.root, "spec/components/schemas/Mount.yaml"));
    await expect(generate(copy.root)).rejects.toThrow(/cannot be bundled[\s\S]*Mount\.yaml/);
  });
});

describe("the generate program", () => {
  it("ends a check with 1, the stale files and what to do", async () => {
    const copy = await upToDate();
    await copy.edit("spec/openapi.yaml", (text) => text.replace("requests: 1000", "requests: 900"));
    const { code, output } = await program("generate/main.ts", "--check", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toContain("src/generated/facts.ts: differs");
    expect(output).toContain("npm run generate");
  });

  it("ends with 1 and writes nothing when the description lacks something", async () => {
    const copy = await copyOfDescription();
    await copy.edit("spec/paths/v1_sandbox.yaml", (text) => text.replace("retry: never", "retry: perhaps"));
    await copy.edit("src/generated/facts.ts", () => "untouched");
    const { code, output } = await program("generate/main.ts", "--root", copy.root);
    expect(code).toBe(1);
    expect(output).toContain("createSandbox: Set `x-leap0.retry`");
    expect(await readFile(join(copy.root, "src/generated/facts.ts"), "utf8")).toBe("untouched");
  });
});
