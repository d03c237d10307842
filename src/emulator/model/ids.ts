/** Makes the id of a new thing: `sbx` for a sandbox, `mnt` for a mount, `pod` for the place it runs at. */
export type CreateId = (kind: "sbx" | "mnt" | "pod") => string;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Letters only: an id becomes a label of the invoke host, where digits behind a hyphen would read as a port, and where
 * upper and lower case are the same.
 */
export const randomId: CreateId = (kind) => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${kind}-${Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
};

/** The same template always has the same id. It says nothing that the caller did not. */
export function templateId(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return `tpl-${(hash >>> 0).toString(16).padStart(8, "0")}`;
}
