import type { Group } from "../case.ts";
import { abort } from "./abort.ts";
import { connection } from "./connection.ts";
import { guard } from "./guard.ts";
import { headers } from "./headers.ts";
import { listen } from "./listen.ts";
import { operations } from "./operations.ts";
import { packageGroup } from "./package.ts";
import { redirects } from "./redirects.ts";
import { secrets } from "./secrets.ts";

/** What can differ from platform to platform, in the order in which it is run and shown. */
export const groups: readonly Group[] = [
  packageGroup,
  guard,
  operations,
  headers,
  redirects,
  secrets,
  abort,
  connection,
  listen,
];
