import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { Missing } from "./install.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** The machine's own browser, or the one that `CHROMIUM_PATH` names: none is downloaded. */
function find(): string | undefined {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  return PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Starts it without a window. @throws {@link Missing} where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = find();
  if (!executablePath) throw new Missing("no Chromium: install one, or name it in CHROMIUM_PATH");
  return chromium.launch({ executablePath, headless: true, args: FLAGS.split(" ") });
}
