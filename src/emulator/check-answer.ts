import { answerCheck, type OperationId } from "./description.ts";
import { fieldErrors } from "./field-errors.ts";
import { type Reply, refused } from "./reply.ts";

/**
 * The reply, when it is what the description promises. When it is not, that is a mistake in the emulator or a change of
 * the description that the emulator has not followed: it is said loudly instead of being passed on.
 */
export function checkedReply(operation: OperationId, reply: Reply): Reply {
  const check = answerCheck(operation, reply.status);
  if (!check || reply.body === undefined || check(reply.body)) return reply;
  const faults = fieldErrors(check.errors ?? []).map(({ field, error }) => `${field} ${error}`);
  return {
    ...refused(
      500,
      `The emulator's answer ${reply.status} is not what the description promises: ${faults.join("; ")}.`,
    ),
    applied: reply.applied,
  };
}
