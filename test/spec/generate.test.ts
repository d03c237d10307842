import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type Files, generate, render } from "../../scripts/generate/generate.ts";
import { root } from "../../scripts/install.ts";
import document from "../../src/generated/openapi.json" with { type: "json" };
import { copyOfDescription, program } from "./copy.ts";

// Some of these run real programs.
vi.setConfig({ testTimeout: 120_000 });

type Document = typeof document;

/** What a changed description yields. */
function rendered(change: (description: Document) => void): Promise<Files> {
  const description = structuredClone(document);
  change(description);
  return render(description as unknown as Parameters<typeof render>[0]);
}

const operation = (description: Document) => description.paths["/v1/sandbox/{sandboxID}/pause"].post;

describe("generating", () => {
  it("follows the description: a secret that it marks is redacted, a state that it lists is known", async () => {
    const files = await rendered(({ components: { schemas } }) => {
      const token = { type: "string", format: "password", writeOnly: true };
      Object.assign(schemas.MountRequest.properties, { session_token: token });
      schemas.SandboxState.anyOf[0]?.enum?.push("hibernating");
    });
    expect(files.get("operations.ts")).toMatch(/secretFields[^;]*"session_token"/);
    expect(files.get("schema.ts")).toMatch(
      /"deleted" \| "hibernating" \| \(string & \{\}\)|\| "hibernating"/,
    );
    expect(files.get("emulator/description.ts")).toMatch(/states = \[[^\]]*"hibernating"/);
  });

  it("rejects a description that refers to a file that does not exist", async () => {
    const copy = await copyOfDescription();
    await rm(join(copy.root, "spec/components/schemas/Mount.yaml"));
    await expect(generate(copy.root)).rejects.toThrow(/cannot be bundled[\s\S]*Mount\.yaml/);
  });
});

describe("nothing is generated from a description in which", () => {
  const lacking: [name: string, complaint: RegExp, change: (description: Document) => void][] = [
    [
      "an operation does not say what may be retried",
      /^pauseSandbox: Add `x-leap0` with `retry`/,
      (d) => Reflect.deleteProperty(operation(d), "x-leap0"),
    ],
    [
      "an operation has no id",
      /^POST \/v1\/sandbox\/\{sandboxID\}\/pause: give it an operationId/,
      (d) => Reflect.deleteProperty(operation(d), "operationId"),
    ],
    [
      "a transition names a state that does not exist",
      /^pauseSandbox: .*`snapshoting`.* no SandboxState/,
      (d) => {
        operation(d)["x-leap0"].lifecycle.through = "snapshoting";
      },
    ],
    [
      "a mount is recognised by a field that responses do not have",
      /^addSandboxMount: .*`endpoint`/,
      (d) => {
        d.paths["/v1/sandbox/{sandboxID}/mounts"].post["x-leap0"].match = ["endpoint"];
      },
    ],
    [
      "an operation has two successes",
      /^pauseSandbox: Describe exactly one success/,
      (d) => Object.assign(operation(d).responses, { 202: { description: "Later." } }),
    ],
    [
      "an operation has no success",
      /^pauseSandbox: Describe exactly one success/,
      (d) => Reflect.deleteProperty(operation(d).responses, "201"),
    ],
    [
      "a limit is missing",
      /x-leap0\.limits: set bodyBytes/,
      (d) => Reflect.deleteProperty(d["x-leap0"].limits, "bodyBytes"),
    ],
    [
      "the limit of mounts is missing",
      /set mountsPerSandbox/,
      (d) => Reflect.deleteProperty(d.components.schemas.SandboxCreate.properties.mounts, "maxItems"),
    ],
    [
      "waking leads to a state that does not exist",
      /SandboxState: set x-leap0\.wake/,
      (d) => {
        d.components.schemas.SandboxState["x-leap0"].wake.to = "awake";
      },
    ],
    [
      "there is no host to wake a sandbox through",
      /yields no sandboxDomain/,
      (d) => Reflect.deleteProperty(d["x-leap0"], "sandboxHost"),
    ],
    [
      "a required field has no schema",
      /required property "endpoint"/,
      (d) => Reflect.deleteProperty(d.components.schemas.MountRequest.properties, "endpoint"),
    ],
  ];

  it.each(lacking)("%s", async (_, complaint, change) => {
    await expect(rendered(change)).rejects.toThrow(complaint);
  });
});

describe("the generate program", () => {
  it("names what is stale, and writes it: an edit by hand, a missing file, one that nothing makes", async () => {
    const copy = await copyOfDescription();
    const generated = join(copy.root, "src/generated");
    await copy.edit("src/generated/operations.ts", (text) => text.replace("success: 201", "success: 200"));
    await rm(join(generated, "facts.ts"));
    await writeFile(join(generated, "emulator/old.ts"), "");
    // What else has changed in the working tree is no matter.
    await writeFile(join(copy.root, "src/other.ts"), "");

    const check = await program("generate/main.ts", "--check", "--root", copy.root);
    expect(check.code).toBe(1);
    const stale = ["emulator/old.ts", "facts.ts", "operations.ts"].map((path) => `  src/generated/${path}\n`);
    expect(check.output).toContain(stale.join(""));
    expect(check.output).toContain("npm run generate");

    expect((await program("generate/main.ts", "--root", copy.root)).code).toBe(0);
    for (const path of ["operations.ts", "facts.ts"])
      expect(await readFile(join(generated, path), "utf8")).toBe(
        await readFile(join(root, "src/generated", path), "utf8"),
      );
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
