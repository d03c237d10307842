import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "leap0-fetch/emulator";
import { redocly } from "../redocly.ts";
import { root } from "../runtimes/tarball.ts";
import { API_KEY } from "./stage.ts";

/** The condition of the server that a workflow is run with. */
export interface Condition {
  readonly options?: Omit<Parameters<typeof createEmulator>[0], "apiKey">;
  readonly prepare?: (emulator: Emulator) => void;
}

export interface Step {
  readonly workflowId: string;
  readonly stepId: string;
  readonly response?: { readonly statusCode: number };
  readonly checks: readonly Check[];
}

interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly message: string;
}

/** Has respect go through workflows of a file with requests of its own, to a fresh emulator. Gives the steps it took. */
export async function respect(
  file: string,
  workflows: readonly string[],
  { options, prepare }: Condition = {},
): Promise<Step[]> {
  const emulator = createEmulator({ apiKey: API_KEY, ...options });
  prepare?.(emulator);
  const { url, sandboxDomain, close } = await emulator.listen();
  const folder = await mkdtemp(join(tmpdir(), "leap0-respect-"));
  const report = join(folder, "report.json");
  const inputs = { apiKey: API_KEY, invokeUrl: url, sandboxDomain };
  try {
    const { stdout, stderr } = await redocly(
      [
        ...["respect", file, "--server", `leap0=${url}`, "--json-output", report],
        ...Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`]),
        ...workflows.flatMap((workflow) => ["--workflow", workflow]),
      ],
      root,
    );
    const text = await readFile(report, "utf8").catch(() => {
      throw new Error(`Redocly respect made no report:\n${stdout}\n${stderr}`);
    });
    return stepsOf(JSON.parse(text));
  } finally {
    await rm(folder, { recursive: true });
    await close();
  }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly executedWorkflows: readonly Executed[] }>>;
}

interface Executed {
  readonly executedSteps: readonly Step[];
}

const stepsOf = ({ files }: Report): Step[] =>
  Object.values(files).flatMap(({ executedWorkflows }) =>
    executedWorkflows.flatMap(({ executedSteps }) => executedSteps),
  );
