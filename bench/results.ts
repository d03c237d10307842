import type { Bundle } from "./size/bundles.ts";
import type { Install } from "./size/installs.ts";
import type { Calls } from "./speed/calls.ts";
import type { Import } from "./speed/cold-import.ts";
import type { Throughput } from "./speed/emulator.ts";
import type { Stretches } from "./speed/stretches.ts";
import type { Summary } from "./speed/summary.ts";
import type { Check } from "./types/check.ts";

/** Everything that one run measured. `--json` prints it. */
export interface Results extends Calls {
  readonly machine: string;
  /** By package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly stretches: readonly Stretches[];
  readonly heapBytesPerCall: number;
  readonly bundles: readonly Bundle[];
  readonly imports: readonly Import[];
  readonly installs: readonly Install[];
  readonly checks: readonly Check[];
  readonly generateSeconds: Summary;
  readonly emulator: Throughput;
}
