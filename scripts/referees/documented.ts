import type { OperationId } from "leap0-fetch";
import description from "../../src/generated/openapi.json" with { type: "json" };

/** A status that the description gives an operation. `default` stands for every other one. */
export interface Documented {
  readonly operation: OperationId;
  readonly status: string;
  /** Whether an answer with this status has a body whose form is promised. */
  readonly hasBody: boolean;
}

interface Described {
  readonly operationId?: string;
  readonly responses?: Readonly<Record<string, object>>;
}

/** The description that all referees judge by: the one that the package ships. */
export const descriptionFile = "src/generated/openapi.json";

/** Every operation with every status that it is described with. */
export const documented: readonly Documented[] = Object.values(description.paths)
  .flatMap((path): Described[] => Object.values(path))
  .flatMap(({ operationId, responses = {} }) =>
    Object.keys(responses).map((status) => ({
      operation: operationId as OperationId,
      status,
      hasBody: hasBody(responses[status]),
    })),
  );

export const isSuccess = ({ status }: Documented): boolean => status.startsWith("2");

/** The status to expect: for `default`, one of those that are not described otherwise. */
export const statusOf = ({ status }: Documented): number => (status === "default" ? 500 : Number(status));

/** A body that breaks the promise: it lacks what is required. Where nothing is, a field has the wrong type. */
export const wrongBody = ({ status }: Documented): unknown => (status === "default" ? { message: 1 } : {});

export const named = ({ operation, status }: Documented): string => `${operation} ${status}`;

function hasBody(response: object | undefined): boolean {
  const resolved = response !== undefined && "$ref" in response ? referred(String(response.$ref)) : response;
  return resolved !== undefined && "content" in resolved;
}

function referred(pointer: string): object | undefined {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], description) as object;
}
