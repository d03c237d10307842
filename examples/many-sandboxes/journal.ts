import { appendFile, readFile, writeFile } from "node:fs/promises";
import type { MountRequest } from "leap0-fetch";

/** Remembers which sandboxes have the mount: a line that says what it is about, then an id a line. */
export interface Journal {
  has(id: string): boolean;
  add(id: string): Promise<void>;
}

export class JournalError extends Error {}

/** Opens a journal, or begins one. One that is about another mount would skip the wrong sandboxes: it is refused. */
export async function openJournal(path: string, mount: MountRequest): Promise<Journal> {
  const about = `# ${aboutOf(mount)}`;
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  // A run that was killed may have left half a line: that sandbox is looked at once more.
  const [head = "", ...ids] = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  if (head && head !== about) throw new JournalError(`${path} is about something else: ${head.slice(2)}`);
  await writeFile(path, [about, ...ids.filter(Boolean), ""].join("\n"));
  const done = new Set(ids);
  return {
    has: (id) => done.has(id),
    async add(id) {
      await appendFile(path, `${id}\n`);
      done.add(id);
    },
  };
}

/** Without the keys: they are nothing for a file. */
const aboutOf = ({ endpoint, bucket, prefix = "", mount_path, read_only = true }: MountRequest): string =>
  `${endpoint} ${bucket}/${prefix} at ${mount_path}${read_only ? "" : ", to write"}`;
