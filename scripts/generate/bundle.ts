import { redocly } from "../redocly.ts";
import type { Description } from "./description.ts";
import { DescriptionError } from "./problems.ts";

/** Puts the many files of the description together into one document, and reads it. */
export async function bundle(root: string, entry = "spec/openapi.yaml"): Promise<Description> {
  const { code, stdout, stderr } = await redocly(["bundle", entry, "--ext", "json"], root);
  if (code !== 0) throw new DescriptionError([`${entry} cannot be bundled:\n${stderr}`]);
  return JSON.parse(stdout) as Description;
}
