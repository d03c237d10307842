import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/**
 * Puts a built site beside the versions that are published already, as `latest` or under its number, and tells all of
 * them of each other. The rest of the folder stays as it is.
 */
export async function publish(site: string, folder: string, name: string): Promise<string[]> {
  if (name !== "latest" && !VERSION.test(name)) throw new Error(`${name} is neither "latest" nor a version`);
  await mkdir(folder, { recursive: true });
  await rm(join(folder, name), { recursive: true, force: true });
  await cp(site, join(folder, name), { recursive: true });

  const versions = (await readdir(folder)).filter((each) => VERSION.test(each));
  versions.sort((one, other) => other.localeCompare(one, "en", { numeric: true }));
  const names = (await readdir(folder)).includes("latest") ? ["latest", ...versions] : versions;
  const script = versionsScript(names);
  await Promise.all(names.map((each) => writeFile(join(folder, each, "assets/versions.js"), script)));
  await writeFile(join(folder, "index.html"), front(names));
  // The host shows the one at the root, at whatever depth a page is missing.
  await cp(join(site, "404.html"), join(folder, "404.html"));
  await writeFile(join(folder, ".nojekyll"), "");
  return names;
}

/** What a site knows of the versions beside it. */
export const versionsScript = (names: readonly string[]) =>
  `window.leap0Versions = ${JSON.stringify(names)};\n`;

/** The front door: leads to the newest, and lists the rest for who cannot be led. */
const front = (names: readonly string[]) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=${names[0]}/index.html">
<title>leap0-fetch</title>
<h1>leap0-fetch</h1>
<ul>${names.map((name) => `<li><a href="${name}/index.html">${name}</a></li>`).join("")}</ul>
</html>
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      site: { type: "string", default: "site" },
      into: { type: "string" },
      as: { type: "string", default: "latest" },
    },
  });
  if (!values.into) throw new Error("Usage: publish.ts --into FOLDER [--as latest|1.2.3] [--site site]");
  console.log(`Published: ${(await publish(values.site, values.into, values.as)).join(", ")}`);
}
