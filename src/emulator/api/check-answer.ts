import { answerCheck, type OperationId } from "../description.ts";
import { type Reply, refused } from "../http/reply.ts";
import { fieldErrors } from "./field-errors.ts";

/**
 * The reply, when it is what the description promises. When it is not, that is a mistake in the emulator or a change of
 * the description that the emulator has not followed: it is said loudly instead of being passed on.
 */
export function checkedReply(operation: OperationId, reply: Reply): Reply {
  const { status, body, applied } = reply;
  const check = answerCheck(operation, status);
  if (!check || check(body)) return reply;
  const faults = fieldErrors(check.errors ?? []).map(({ field, error }) => `${field} ${error}`);
  const message = `The emulator's answer ${status} to ${operation} is not what the description promises: ${faults.join("; ")}.`;
  return { ...refused(500, message), applied };
}
