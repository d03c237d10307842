import type { OperationError, OperationId } from "leap0-fetch";

/** What each operation can throw, for the SDK reference to read with the compiler. */
export type OperationErrors = { [Id in OperationId]: OperationError<Id> };
