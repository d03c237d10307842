// Keeps the public types of the last approved state as text, and tells when they change.
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { problemsOfReleased } from "./released.ts";
import { changesOf, readSurface, render } from "./render.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const at = (...path: string[]): string => join(root, ...path);

const client = at("dist/index.d.ts");
const emulator = at("dist/emulator/index.d.ts");
const released = at("api-report/released");

async function reports(): Promise<Record<string, string>> {
  const surface = readSurface(await readFile(client, "utf8"));
  const other = readSurface(await readFile(emulator, "utf8"));
  return {
    "client.md": render("leap0-fetch", surface),
    "emulator.md": render("leap0-fetch/emulator", other, surface),
  };
}

async function check(): Promise<boolean> {
  let good = true;
  for (const [name, text] of Object.entries(await reports())) {
    const kept = await readFile(at("api-report", name), "utf8").catch(() => "");
    if (kept === text) continue;
    good = false;
    const { removed, added } = changesOf(kept, text);
    console.log(`api-report/${name} is not what the types are now:`);
    for (const line of removed) console.log(`- ${line}`);
    for (const line of added) console.log(`+ ${line}`);
    console.log("If that is meant, run `npm run api:approve` and commit the report.\n");
  }
  const problems = problemsOfReleased(released, { "leap0-fetch": client, "leap0-fetch/emulator": emulator });
  for (const problem of problems) console.log(`compiled with an earlier release, and no longer: ${problem}`);
  return good && problems.length === 0;
}

async function approve(): Promise<boolean> {
  for (const [name, text] of Object.entries(await reports())) await writeFile(at("api-report", name), text);
  return true;
}

/** Today's type tests become those that later versions have to pass. Part of making a release. */
async function freeze(): Promise<boolean> {
  const { version } = JSON.parse(await readFile(at("package.json"), "utf8")) as { version: string };
  const folder = join(released, version);
  // What a release promised stays as it was promised.
  if (existsSync(folder)) {
    console.error(`${relative(root, folder)} is there already: the version has to be raised first.`);
    return false;
  }
  await cp(at("test/package/consumer"), folder, { recursive: true });
  return true;
}

const commands = { check, approve, freeze };
const [name = ""] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`one of: ${Object.keys(commands).join(", ")}`);
  process.exitCode = 2;
} else if (name !== "freeze" && !existsSync(emulator)) {
  console.error("There is no dist/ to read the types from: npm run build makes it.");
  process.exitCode = 2;
} else process.exitCode = (await commands[name as keyof typeof commands]()) ? 0 : 1;
