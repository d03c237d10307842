import { BadRequestError, NotFoundError, type SandboxStatus } from "leap0-fetch";

/** Something did not go as the story tells it. */
export class StoryError extends Error {
  override name = "StoryError";
}

export function demand(holds: boolean, what: string): void {
  if (!holds) throw new StoryError(what);
}

/** Resolves when the call is refused for these fields, or with its answer when it is not refused. */
export async function refused<Answer>(
  call: Promise<Answer>,
  named: readonly string[],
): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof BadRequestError)) throw error;
    const fields = error.errors.map((each) => each.field);
    for (const field of named) demand(fields.includes(field), `${field} is not named as refused`);
    return undefined;
  }
}

/** Resolves when reading the sandbox shows that it is deleted, or about to be. */
export async function gone(call: Promise<SandboxStatus>): Promise<void> {
  try {
    const { state } = await call;
    demand(state === "deleting" || state === "deleted", `the sandbox is ${state} after it was deleted`);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
