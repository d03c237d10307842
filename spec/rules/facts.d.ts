export function factsProblems(method: string, facts: unknown): string[];
