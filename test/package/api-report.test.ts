import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { problemsOfReleased } from "../../scripts/api-report/released.ts";
import { changesOf, readSurface, render } from "../../scripts/api-report/render.ts";

const TYPES = `
interface Hidden {
  /** What it is. */
  name: string;
  get?: never;
}
declare class Client {
  #private;
  pause(id: string): Promise<Hidden>;
}
export { Client, type Hidden };
`;

const report = (text: string): string => render("package", readSurface(text));

describe("the report of the public types", () => {
  test("lists the exported names and shows the declarations without comments and gaps", () => {
    expect(report(TYPES)).toContain("- Client\n- type Hidden\n");
    expect(report(TYPES)).toContain("interface Hidden {\n    name: string;\n}");
    expect(report(TYPES)).not.toContain("What it is");
  });

  test("does not depend on the order in which a build writes the declarations", () => {
    const [hidden = "", client = ""] = TYPES.split("declare class");
    const turned = `declare class${client.replace("export { Client, type Hidden };", "")}${hidden}
      export { type Hidden, Client };`;
    expect(report(turned)).toBe(report(TYPES));
  });

  test("changes with a parameter, a field, a name that is exported", () => {
    for (const [from, to] of [
      ["pause(id: string)", "pause(id: string, why: string)"],
      ["name: string", "name?: string"],
      ["{ Client, type Hidden }", "{ Client }"],
    ] as const)
      expect(report(TYPES.replace(from, to)), to).not.toBe(report(TYPES));
  });

  test("leaves out what another entry point shows already", () => {
    const surface = readSurface(TYPES);
    const emulator = readSurface(TYPES.replace("pause(", "wake("));
    const text = render("emulator", emulator, surface);
    expect(text).toContain("wake(");
    expect(text).not.toContain("interface Hidden");
  });

  test("a difference is told line by line", () => {
    const changes = changesOf(report(TYPES), report(TYPES.replace("name: string", "name?: string")));
    expect(changes).toEqual({ removed: ["    name: string;"], added: ["    name?: string;"] });
  });
});

/** A release's program beside the types of today. */
async function problems(types: string, programs: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-released-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = { "types.d.ts": types, ...programs };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return problemsOfReleased(join(folder, "released"), { package: join(folder, "types.d.ts") });
}

// Each compiles a program, which takes seconds on a busy machine.
describe("programs of earlier releases", { timeout: 120_000 }, () => {
  const program = `import { Client } from "package";
    export const name = async (client: Client): Promise<string> => (await client.pause("a")).name;`;

  test("there are none before the first release", async () => {
    expect(await problems(TYPES, {})).toEqual([]);
  });

  test("compile against types that did not change, or gained something", async () => {
    const gained = TYPES.replace("name: string;", "name: string;\n  since?: string;");
    expect(await problems(TYPES, { "released/1.0.0/a.ts": program })).toEqual([]);
    expect(await problems(gained, { "released/1.0.0/a.ts": program })).toEqual([]);
  });

  test("tell which line of which release a change breaks", async () => {
    const broken = TYPES.replace("name: string;", "name: string | undefined;");
    const found = await problems(broken, {
      "released/1.0.0/a.ts": program,
      "released/1.1.0/b.ts": "export {};",
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/released\/1\.0\.0\/a\.ts:2: .*undefined/);
  });

  test("an expected error that no longer is one counts as well", async () => {
    const strict = `import type { Client } from "package";
      declare const client: Client;
      // @ts-expect-error the id is required
      client.pause();`;
    expect(await problems(TYPES, { "released/1.0.0/a.ts": strict })).toEqual([]);
    const loose = TYPES.replace("id: string", "id?: string");
    expect(await problems(loose, { "released/1.0.0/a.ts": strict })).toHaveLength(1);
  });
});
