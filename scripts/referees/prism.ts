import { join } from "node:path";
import { call } from "../../test/support/operations.ts";
import { provisionFolder } from "../runtimes/folders.ts";
import { root } from "../runtimes/tarball.ts";
import { type Background, background } from "./background.ts";
import { descriptionFile, documented, named, statusOf, wrongBody } from "./documented.ts";
import type { Stage } from "./stage.ts";
import { sendFailures, sendSuccesses } from "./traffic/everything.ts";
import { type Way, watchedScene } from "./traffic/scene.ts";
import type { Ruling, Verdict } from "./verdict.ts";

const folder = join(root, "test/referees");
const program = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");

/** Prism as a validating proxy: it stands between the client and the emulator, and answers 500 to what is not right. */
export async function judgeWithPrism(stage: Stage): Promise<Ruling[]> {
  // It is large, so it has a lock of its own and comes when it is wanted.
  await provisionFolder(folder);
  const strict = await startPrism(stage);
  // What has to be refused is not valid, so that only the answers are judged.
  const lenient = await startPrism(stage, "--validate-request=false");
  try {
    return [
      {
        heading: "Prism: requests and answers of what succeeds",
        verdicts: await sendSuccesses(stage, strict.way),
      },
      { heading: "Prism: answers of what is refused", verdicts: await sendFailures(stage, lenient.way) },
      { heading: "Prism reports a wrong body", verdicts: await sabotage(stage, lenient.way) },
    ];
  } finally {
    await Promise.all([strict.end(), lenient.end()]);
  }
}

async function startPrism(stage: Stage, ...flags: string[]): Promise<Background & { readonly way: Way }> {
  const ready = /is listening on (\S+)/;
  const args = ["proxy", join(root, descriptionFile), stage.listening.url, "--errors", "--port=0", ...flags];
  const running = await background([program, ...args], ready);
  return { ...running, way: { url: ready.exec(running.said)?.[1] ?? "", objection } };
}

/** Where Prism objects, its own answer takes the place of the emulator's, or a header comes with that. */
async function objection(response: Response): Promise<string | undefined> {
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  if (!isProblem) return response.headers.get("sl-violations") ?? undefined;
  const { type, validation = [] }: Problem = await response.json();
  return [type, ...validation.map(({ location, message }) => `${location.join(".")}: ${message}`)].join(" ");
}

interface Problem {
  readonly type: string;
  readonly validation?: readonly { readonly location: readonly string[]; readonly message: string }[];
}

/** Every documented answer once more, without what its body promises: a referee that has no objection is none. */
async function sabotage(stage: Stage, way: Way): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const each of documented.filter(({ hasBody }) => hasBody)) {
    const { scene, objections } = await watchedScene(stage, way);
    const fault = { kind: "status", status: statusOf(each), body: wrongBody(each) } as const;
    stage.emulator.inject({ operation: each.operation, fault });
    await call("client methods", scene.client, each.operation, undefined, scene).catch(() => {});
    const told = objections.some((said) => said.includes("#VIOLATIONS"));
    verdicts.push({ what: named(each), problem: told ? undefined : "there was no objection" });
  }
  return verdicts;
}
