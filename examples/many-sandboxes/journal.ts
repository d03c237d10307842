import { appendFile, readFile, writeFile } from "node:fs/promises";

/** Remembers which sandboxes are done: a line that says what it is about, then an id a line. */
export interface Journal {
  has(id: string): boolean;
  add(id: string): Promise<void>;
}

export class JournalError extends Error {}

/** Opens a journal, or begins one. One that is about something else would skip the wrong sandboxes: that is an error. */
export async function openJournal(path: string, what: string): Promise<Journal> {
  const about = `# ${what}`;
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  // A run that was killed may have left half a line: that sandbox is worked on once more.
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
