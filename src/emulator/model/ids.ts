/** Makes the id of a new thing: `sbx` for a sandbox, `mnt` for a mount, `pod` for the place where it runs. */
export type CreateId = (kind: "sbx" | "mnt" | "pod") => string;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Letters only: an id becomes a label of the sandbox host, where digits behind a hyphen would read as a port, and where
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

/** Whether the id can be a label of a host name. */
export function isLabel(id: unknown): id is string {
  return typeof id === "string" && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(id);
}

/** The ids that a label of a sandbox host can mean: `<id>` or `<id>-<port>`. An id may itself end in digits. */
export function idsOf(label: string): string[] {
  const port = /^(.+)-\d{1,5}$/.exec(label);
  return port?.[1] === undefined ? [label] : [label, port[1]];
}
