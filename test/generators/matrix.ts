import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { type Ended, run } from "../../scripts/run.ts";
import ownManifest from "./package.json" with { type: "json" };
import { type Calls, mount, type ServerOptions, scenario, startServer, type Tool } from "./scenario.ts";
import { tools } from "./tools.ts";

/** What is wrong, or nothing; `undefined`: it was not tried, since there is nothing to try. */
export type Result = "ok" | { readonly problem: string } | undefined;

export interface Row extends Pick<Tool, "command" | "faults" | "files"> {
  readonly name: string;
  /** With the version that was tried. */
  readonly title: string;
  readonly results: Readonly<Record<"accepts" | "compiles" | "works" | "rejects", Result>>;
  /** Whether it keeps a mount id of `..` from reaching another operation. */
  readonly checksIds?: boolean;
}

const here = import.meta.dirname;
export const out = join(here, "out");
const env = {
  PATH: [join(here, "node_modules/.bin"), join(here, "../../node_modules/.bin"), process.env.PATH].join(":"),
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  KUBB_DISABLE_TELEMETRY: "1",
};

export function command(line: string): Promise<Ended> {
  const [program = "", ...args] = line.split(" ");
  return run(program, args, { cwd: here, env, timeoutMs: 120_000 });
}

/** Generates with every tool, compiles it all at once, then takes each client through the scenario. */
export async function tryTools(): Promise<Row[]> {
  const accepted = new Map<string, Result>();
  for (const [name, tool] of Object.entries(tools)) accepted.set(name, await generate(tool));
  const { stdout } = await command("tsc --project tsconfig.json --pretty false");
  const source = (await readFile(join(here, "tools.ts"), "utf8")).split("\n");
  const complaints = stdout.split("\n").filter((line) => /: error TS\d/.test(line));
  const own = complaints.filter((line) => toolAt(line, source) === undefined);
  if (own.length > 0) throw new Error(`test/generators does not compile:\n${own.join("\n")}`);
  const rows: Row[] = [];
  for (const [name, tool] of Object.entries(tools)) {
    const accepts = accepted.get(name);
    const isUsable = accepts === "ok";
    const mine = complaints.filter((line) => toolAt(line, source) === name);
    if (isUsable) mine.push(...(await otherLanguages(tool)));
    rows.push({
      ...tool,
      name,
      title: titleOf(tool.package),
      results: {
        accepts,
        compiles: mine.length === 0 ? "ok" : { problem: mine.join("\n") },
        works: isUsable ? await works(tool) : undefined,
        rejects: isUsable && tool.validate ? await rejects(tool.validate) : undefined,
      },
      ...(isUsable && { checksIds: await checksIds(tool) }),
    });
  }
  return rows;
}

/** The tool whose output, or whose entry in `tools.ts`, a line of the compiler complains of. */
function toolAt(complaint: string, source: readonly string[]): string | undefined {
  // The second opinion on our own types.
  if (complaint.startsWith("assignable.ts")) return "hey-api";
  const own = Object.keys(tools).find((name) => complaint.startsWith(`out/${name}`));
  const line = /^tools\.ts\((\d+),/.exec(complaint)?.[1];
  const above = line === undefined ? [] : source.slice(0, Number(line));
  const names = above.map((text) => /^ {2}"?([\w-]+)"?: \{$/.exec(text)?.[1] ?? "");
  return own ?? names.findLast((name) => name in tools);
}

const { dependencies: own } = ownManifest;
const { dependencies, devDependencies } = manifest;
const versions: Readonly<Record<string, string>> = { ...devDependencies, ...dependencies, ...own };

export const titleOf = (names: string): string =>
  names
    .split(" ")
    .map((name) => `${name} ${versions[name]}`)
    .join(" and ");

async function generate({ command: line, files = {} }: Tool): Promise<Result> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
  const { code, stdout, stderr } = await command(line);
  return code === 0 ? "ok" : { problem: `${stdout}\n${stderr}`.trim() };
}

async function otherLanguages({ compilers = [] }: Tool): Promise<string[]> {
  const ended = await Promise.all(compilers.map(command));
  return ended.flatMap(({ code, stderr }, at) => {
    const isMissing = stderr.includes("ENOENT");
    if (isMissing) console.log(`${compilers[at]?.split(" ")[0]}: not on this machine`);
    return code === 0 || isMissing ? [] : [stderr];
  });
}

/** Whether the scenario fails when the server shows a known state where a client has to meet an unknown one. */
export async function objectsToWrongResponse(): Promise<boolean> {
  const tool = tools["openapi-fetch"] as Tool;
  return (await works(tool, { later: false })) !== "ok";
}

function works(tool: Tool, options?: ServerOptions): Promise<Result> {
  return withClient(tool, options, async (calls, targets): Promise<Result> => {
    await scenario(calls);
    // The client's types say so; this is what it sent.
    const list = targets.find((target) => target.startsWith("GET /v1/sandboxes")) ?? "";
    return list.includes("page-size=1") ? "ok" : { problem: `sent ${list}` };
  }).catch((error) => ({ problem: String((error as Error).stack ?? error) }));
}

function checksIds(tool: Tool): Promise<boolean> {
  return withClient(tool, {}, async (calls, targets) => {
    await calls.deleteMount("sbx-abc123", "..").catch(() => undefined);
    return !targets.includes("DELETE /v1/sandbox/sbx-abc123/");
  });
}

async function withClient<T>(
  tool: Tool,
  options: ServerOptions | undefined,
  use: (calls: Calls, targets: readonly string[]) => Promise<T>,
): Promise<T> {
  const server = await startServer(options);
  const { fetch } = globalThis;
  try {
    return await use(await tool.calls(server), server.targets);
  } finally {
    globalThis.fetch = fetch;
    server.close();
  }
}

async function rejects(validate: NonNullable<Tool["validate"]>): Promise<Result> {
  try {
    await validate(mount);
  } catch (error) {
    return { problem: `a valid mount is rejected: ${error}` };
  }
  return validate({ ...mount, mount_path: "data" }).then(
    () => ({ problem: "`mount_path: data` passes" }),
    () => "ok" as const,
  );
}

/** An empty folder for what is generated, with the description in it. */
export async function emptyOut(description: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(join(out, "openapi.json"), description);
}
