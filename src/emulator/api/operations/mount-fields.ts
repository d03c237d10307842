import type { components } from "../../../generated/schema.ts";
import type { FieldError } from "../../http/reply.ts";

type MountUpdate = components["schemas"]["MountUpdate"];

/** What the description has nothing against, and no storage could be found by: an empty bucket, a URL without a host. */
export function unusableFields({ bucket, endpoint }: Pick<MountUpdate, "bucket" | "endpoint">): FieldError[] {
  const errors: FieldError[] = [];
  if (bucket === "") errors.push({ field: "bucket", error: "must not be empty" });
  if (endpoint !== undefined && !URL.canParse(endpoint))
    errors.push({ field: "endpoint", error: "must be a URL with a host" });
  return errors;
}
