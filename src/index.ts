export type { Api } from "./api/types.ts";
export { Leap0Client } from "./client.ts";
export type { ApiKey } from "./config/api-key.ts";
export type { CallOptions, ClientOptions, Limits } from "./config/options.ts";
export type { Priority, RateLimit, SharedRateLimit, SharedSlots } from "./config/rate-limit.ts";
export type {
  FieldError,
  OtherErrorStatus,
  ServerErrorStatus,
  UnexpectedStatus,
} from "./errors/api-error.ts";
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  UnexpectedResponseError,
} from "./errors/api-error.ts";
export type { InvalidRequestCode } from "./errors/leap0-error.ts";
export { ConnectionError, InvalidRequestError, Leap0Error, TimeoutError } from "./errors/leap0-error.ts";
export type { OperationError, OtherApiError } from "./errors/operation-error.ts";
export type {
  AttemptEvent,
  EndEvent,
  Leap0Event,
  RateLimitEvent,
  ReconcileEvent,
  ResponseEvent,
  RetryEvent,
  RetryReason,
  WakeEvent,
} from "./events.ts";
export type { OperationId } from "./generated/operations.ts";
export type { components, operations, paths } from "./generated/schema.ts";
export type {
  KnownSandboxState,
  Mount,
  MountRequest,
  MountUpdate,
  NetworkPolicy,
  NetworkPolicyRequest,
  Sandbox,
  SandboxCreate,
  SandboxList,
  SandboxListItem,
  SandboxListQuery,
  SandboxState,
  SandboxStatus,
} from "./models.ts";
export { isSandboxState, sandboxStates } from "./models.ts";
export type { Mounts } from "./resources/mounts.ts";
export type { Pages } from "./resources/pages.ts";
export type { Sandboxes } from "./resources/sandboxes.ts";
