/** One thing that a referee had to say. */
export interface Verdict {
  readonly what: string;
  /** Absent: all is well. */
  readonly problem?: string | undefined;
}

/** All that a referee had to say under one heading. */
export interface Ruling {
  readonly heading: string;
  readonly verdicts: readonly Verdict[];
}
