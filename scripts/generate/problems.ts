/** The description lacks something that the generated files need. Each problem says what to add where. */
export class DescriptionError extends Error {
  override readonly name = "DescriptionError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
