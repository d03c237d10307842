import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { publish } from "../../scripts/docs/publish.ts";

let folder: string;
const site = () => join(folder, "site");
const pages = (path = "") => join(folder, "pages", path);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "leap0-publish-"));
  await mkdir(join(site(), "assets"), { recursive: true });
  await writeFile(join(site(), "index.html"), "one");
  await writeFile(join(site(), "404.html"), "none");
});
afterEach(() => rm(folder, { recursive: true }));

it("each version stands beside latest, newest first, and each knows of all", async () => {
  await publish(site(), pages(), "0.9.0");
  await publish(site(), pages(), "0.10.0");
  await writeFile(join(site(), "index.html"), "two");
  expect(await publish(site(), pages(), "latest")).toEqual(["latest", "0.10.0", "0.9.0"]);
  expect(await readFile(pages("0.9.0/index.html"), "utf8")).toBe("one");
  expect(await readFile(pages("latest/index.html"), "utf8")).toBe("two");
  expect(await readFile(pages("404.html"), "utf8")).toBe("none");
  for (const name of ["latest", "0.10.0", "0.9.0"])
    expect(await readFile(pages(`${name}/assets/versions.js`), "utf8")).toContain(
      '["latest","0.10.0","0.9.0"]',
    );
});

it("publishing a name again leaves nothing of what it was", async () => {
  await writeFile(join(site(), "gone.html"), "old");
  await publish(site(), pages(), "latest");
  await rm(join(site(), "gone.html"));
  await publish(site(), pages(), "latest");
  await expect(readFile(pages("latest/gone.html"))).rejects.toThrow("ENOENT");
});

it("a name that is no version is rejected, so nothing is written anywhere else", async () => {
  await expect(publish(site(), pages(), "../elsewhere")).rejects.toThrow("neither");
});
