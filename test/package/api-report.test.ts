import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/install.ts";
import { must } from "../../scripts/run.ts";

const CLIENT = `
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
const EMULATOR = CLIENT.replace("pause(", "wake(");

/** The reports on a package with these types. */
async function reports(client: string, emulator: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-report-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "out"));
  const exports = { ".": { types: "a.d.ts" }, "./emulator": { types: "b.d.ts" }, "./openapi.json": "c.json" };
  const files = {
    "package.json": JSON.stringify({ name: "package", exports }),
    "a.d.ts": client,
    "b.d.ts": emulator,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const program = join(root, "scripts/api-report.ts");
  await must(process.execPath, ["--import", "tsx", program, "--root", folder, "--into", "out"], {
    cwd: root,
  });
  return Promise.all(
    ["client", "emulator"].map((name) => readFile(join(folder, "out", `${name}.md`), "utf8")),
  );
}

test("the report of the public types shows what a program can see, and nothing twice", async () => {
  const [client = "", emulator = ""] = await reports(CLIENT, EMULATOR);
  expect(client).toContain("- Client\n- type Hidden\n");
  expect(client).toContain("interface Hidden {\n    name: string;\n}");
  expect(client).not.toContain("What it is");
  expect(emulator).toContain("wake(");
  expect(emulator).not.toContain("interface Hidden");
});

test("it changes with a parameter, and not with the order in which a build writes the declarations", async () => {
  const [hidden = "", rest = ""] = CLIENT.split("declare class");
  const exported = "export { Client, type Hidden };";
  const turned = `declare class${rest.replace(exported, "")}${hidden}export { type Hidden, Client };`;
  const [before, [same], [other]] = await Promise.all([
    reports(CLIENT, EMULATOR),
    reports(turned, EMULATOR),
    reports(CLIENT.replace("id: string", "id: string, why: string"), EMULATOR),
  ]);
  expect(same).toBe(before[0]);
  expect(other).not.toBe(before[0]);
});
