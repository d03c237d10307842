import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../runtimes/tarball.ts";
import { type Condition, respect, type Step } from "./respect-run.ts";
import type { Ruling, Verdict } from "./verdict.ts";

/** What the server has to be like for a workflow that cannot bring it about itself. */
const conditions: Readonly<Record<string, Condition>> = {
  "obey-rate-limit": { options: { limits: { requests: 1 } } },
  "start-again": {
    prepare: (emulator) =>
      emulator.inject({ operation: "startSandbox", fault: { kind: "status", status: 503 } }),
  },
};

/** A refusal without its message: the workflow itself looks at the status only. */
const wrongBody: Condition = {
  prepare: (emulator) =>
    emulator.inject({ operation: "listSandboxes", fault: { kind: "status", status: 401, body: {} } }),
};

interface Workflow {
  readonly workflowId: string;
  readonly steps: readonly { readonly stepId: string; readonly operationId?: string }[];
}

/** Redocly's respect goes through the workflows, and checks each answer by the description. */
export async function judgeWithRespect(): Promise<Ruling[]> {
  const rulings: Ruling[] = [];
  for (const file of (await readdir(join(root, "spec/workflows"))).sort()) {
    const path = `spec/workflows/${file}`;
    const { workflows }: { workflows: Workflow[] } = parse(await readFile(join(root, path), "utf8"));
    const verdicts: Verdict[] = [];
    for (const group of grouped(workflows)) {
      const names = group.map(({ workflowId }) => workflowId);
      const steps = await respect(path, names, conditions[names[0] ?? ""]);
      verdicts.push(...group.flatMap((workflow) => verdictsOn(workflow, steps)));
    }
    rulings.push({ heading: `Redocly respect: steps of ${path}`, verdicts });
  }
  return [...rulings, await sabotage()];
}

/** Those that take any server share one; each of the others has its own. */
function grouped(workflows: readonly Workflow[]): Workflow[][] {
  const special = workflows.filter(({ workflowId }) => workflowId in conditions);
  const usual = workflows.filter((workflow) => !special.includes(workflow));
  return [...(usual.length > 0 ? [usual] : []), ...special.map((workflow) => [workflow])];
}

function verdictsOn({ workflowId, steps }: Workflow, taken: readonly Step[]): Verdict[] {
  return steps.map(({ stepId, operationId }) => {
    const step = taken.find((each) => each.workflowId === workflowId && each.stepId === stepId);
    return { what: `${workflowId}, ${stepId}`, problem: problemWith(step, operationId !== undefined) };
  });
}

function problemWith(step: Step | undefined, isDescribed: boolean): string | undefined {
  if (!step) return "this step was not taken";
  const failed = step.checks.find(({ passed }) => !passed);
  if (failed) return `${failed.name}: ${failed.message}`;
  if (isDescribed && step.response?.statusCode !== 204 && !checksSchema(step)) return "no schema was checked";
  return undefined;
}

const checksSchema = ({ checks }: Step): boolean => checks.some(({ name }) => name === "schema check");

async function sabotage(): Promise<Ruling> {
  const steps = await respect("spec/workflows/refusals.arazzo.yaml", ["refuse-key"], wrongBody);
  const failed = steps
    .flatMap(({ checks }) => checks.filter(({ passed }) => !passed))
    .map(({ name }) => name);
  const told = failed.length === 1 && failed[0] === "schema check";
  const problem = told ? undefined : `what failed: ${failed.join(", ") || "nothing"}`;
  return {
    heading: "Redocly respect reports a wrong body",
    verdicts: [{ what: "listSandboxes 401", problem }],
  };
}
