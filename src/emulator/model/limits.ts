import { describedLimits } from "../description.ts";

/** The limits that the emulator keeps. `Infinity` switches one off. */
export interface Limits {
  /** Sandboxes that exist at once, in whatever state. Default 3. */
  readonly sandboxes: number;
  /** Mounts of one sandbox. Default 8. */
  readonly mountsPerSandbox: number;
  /** Bytes of a request's body. Default 10 MiB. */
  readonly bodyBytes: number;
  /** Requests in any window of `perMs`. Default 1000. */
  readonly requests: number;
  /** The window in milliseconds. Default 60,000. */
  readonly perMs: number;
}

/** The description's limits with some of them replaced. */
export function limitsWith(changed: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(changed)) {
    if (!Object.hasOwn(describedLimits, name)) throw new TypeError(`limits: there is no limit "${name}"`);
    if (value !== undefined && !(typeof value === "number" && value >= 0))
      throw new TypeError(`limits.${name} must be a number from 0, or Infinity`);
  }
  const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  return { ...describedLimits, ...given };
}
