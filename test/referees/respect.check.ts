/**
 * Redocly's respect goes through spec/workflows with requests of its own.
 *
 * Judges: that the emulator does what each step expects, and that every response has a described status, media type and
 * schema. Every operation succeeds in a workflow, and nearly every failure that it documents occurs.
 * Cannot judge: the client, which takes no part; requests, which it makes from the description itself.
 * Must object to: a 401 without its `message`.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "leap0-fetch/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../scripts/install.ts";
import { redocly } from "../../scripts/redocly.ts";

type Options = Parameters<typeof createEmulator>[0];

interface Workflow {
  readonly workflowId: string;
  readonly steps: readonly { readonly stepId: string; readonly operationId?: string }[];
}

interface Step {
  readonly stepId: string;
  readonly response?: { readonly statusCode: number };
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly message: string }[];
}

const API_KEY = "placeholder-api-key";

/** What the server has to be like for a workflow that cannot bring it about itself. */
const conditions: Readonly<
  Record<string, { options?: Partial<Options>; prepare?: (emulator: Emulator) => void }>
> = {
  "obey-rate-limit": { options: { limits: { requests: 1 } } },
  "start-again": {
    prepare: (emulator) =>
      emulator.inject({ operation: "startSandbox", fault: { kind: "status", status: 503 } }),
  },
};

const files = (await readdir(join(root, "spec/workflows"))).sort().map((name) => `spec/workflows/${name}`);
const workflows = await Promise.all(
  files.map(async (file) => {
    const text = await readFile(join(root, file), "utf8");
    const { workflows } = parse(text, { merge: true }) as { workflows: Workflow[] };
    return workflows.map((workflow) => ({ file, workflow, name: workflow.workflowId }));
  }),
).then((all) => all.flat());

/** Goes through one workflow, against an emulator of its own. Gives the steps it took. */
async function respect(
  file: string,
  workflowId: string,
  prepare?: (emulator: Emulator) => void,
): Promise<Step[]> {
  const emulator = createEmulator({ apiKey: API_KEY, ...conditions[workflowId]?.options });
  (prepare ?? conditions[workflowId]?.prepare)?.(emulator);
  const { url, sandboxDomain, close } = await emulator.listen();
  onTestFinished(close);
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-respect-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const report = join(folder, "report.json");
  const inputs = Object.entries({ apiKey: API_KEY, sandboxHostUrl: url, sandboxDomain });
  const { stdout, stderr } = await redocly(
    [
      ...["respect", file, "--workflow", workflowId, "--server", `leap0=${url}`, "--json-output", report],
      ...inputs.flatMap(([name, value]) => ["--input", `${name}=${value}`]),
    ],
    root,
  );
  const text = await readFile(report, "utf8").catch(() => {
    throw new Error(`respect made no report:\n${stdout}\n${stderr}`);
  });
  type Report = { files: Record<string, { executedWorkflows: { executedSteps: Step[] }[] }> };
  return Object.values((JSON.parse(text) as Report).files).flatMap(({ executedWorkflows }) =>
    executedWorkflows.flatMap(({ executedSteps }) => executedSteps),
  );
}

const failed = (steps: readonly Step[]) =>
  steps.flatMap(({ stepId, checks }) =>
    checks.filter(({ passed }) => !passed).map(({ name, message }) => `${stepId}: ${name}: ${message}`),
  );

describe("each workflow goes as it is written", () => {
  test.each(workflows)("$name", async ({ file, workflow }) => {
    const steps = await respect(file, workflow.workflowId);
    expect(failed(steps)).toEqual([]);
    expect(steps.map(({ stepId }) => stepId)).toEqual(workflow.steps.map(({ stepId }) => stepId));
    // Only a body whose form is promised can be checked.
    const unchecked = steps.filter(({ stepId, response, checks }) => {
      const isDescribed = workflow.steps.find((step) => step.stepId === stepId)?.operationId !== undefined;
      return (
        isDescribed && response?.statusCode !== 204 && !checks.some(({ name }) => name === "schema check")
      );
    });
    expect(unchecked.map(({ stepId }) => stepId)).toEqual([]);
  });
});

test("a response without what it promises is objected to", async () => {
  const steps = await respect("spec/workflows/rejections.arazzo.yaml", "reject-key", (emulator) =>
    emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 401, body: {} } }),
  );
  expect(failed(steps)).toContainEqual(expect.stringContaining("schema check"));
});
