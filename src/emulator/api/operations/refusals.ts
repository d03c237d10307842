import { refused } from "../../http/reply.ts";

export const noSuchSandbox = refused(404, "There is no sandbox with this id.");
export const noSuchMount = refused(404, "The sandbox has no mount with this id.");
