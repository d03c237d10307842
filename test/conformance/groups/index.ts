import type { Group } from "../case.ts";
import { abort } from "./abort.ts";
import { emulator } from "./emulator.ts";
import { errors } from "./errors.ts";
import { guard } from "./guard.ts";
import { headers } from "./headers.ts";
import { lifecycle } from "./lifecycle.ts";
import { limits } from "./limits.ts";
import { mounts } from "./mounts.ts";
import { packageGroup } from "./package.ts";
import { paths } from "./paths.ts";
import { redirects } from "./redirects.ts";
import { retries } from "./retries.ts";
import { secrets } from "./secrets.ts";

/** In the order in which they are run and shown. */
export const groups: readonly Group[] = [
  packageGroup,
  guard,
  headers,
  lifecycle,
  mounts,
  errors,
  paths,
  redirects,
  secrets,
  limits,
  abort,
  retries,
  emulator,
];
