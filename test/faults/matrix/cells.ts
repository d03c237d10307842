import { operations } from "../../../src/generated/operations.ts";
import { type Fault, faults } from "./faults.ts";
import { type Subject, subjects } from "./operations.ts";
import { type Expected, expected, type Span, spans } from "./rules.ts";

/** One fault at one operation for one span, and what has to become of it. */
export interface Cell {
  readonly subject: Subject;
  readonly fault: Fault;
  readonly span: Span;
  readonly expected: Expected;
}

export const cells: readonly Cell[] = faults.flatMap((fault) =>
  subjects.flatMap((subject) =>
    spans.map((span) => ({
      subject,
      fault,
      span,
      expected: expected(fault, subject.kind, span, operations[subject.id].success !== 204),
    })),
  ),
);
