import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The version of the package that lies in `root`. */
export async function versionIn(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}

/** Takes the version of package.json over to where it has to stand as well, and gives the files that had another. */
export async function spreadVersion(root: string): Promise<string[]> {
  const version = await versionIn(root);
  const changed: string[] = [];
  for (const [path, rewrite] of Object.entries(places)) {
    const text = await readFile(join(root, path), "utf8");
    const now = rewrite(text, version);
    if (now === text) continue;
    await writeFile(join(root, path), now);
    changed.push(path);
  }
  return changed;
}

const places = {
  // Written here and not by npm, which would look at all dependencies again for it.
  "package-lock.json": (text: string, version: string): string => {
    const lock = JSON.parse(text) as { version: string; packages: Record<string, { version?: string }> };
    lock.version = version;
    lock.packages[""] = { ...lock.packages[""], version };
    return `${JSON.stringify(lock, undefined, 2)}\n`;
  },
  // As text: the comments stay.
  "spec/openapi.yaml": (text: string, version: string): string => {
    const line = /^(info:\n(?: .*\n|\n)*? {2}version: ).*$/m;
    if (!line.test(text)) throw new Error("spec/openapi.yaml has no version under info");
    return text.replace(line, `$1${version}`);
  },
};
