/** A page of the SDK reference and the exports on it, in reading order. What no page names goes to the last one. */
export interface Sheet {
  readonly path: string;
  readonly title: string;
  readonly intro?: string;
  readonly names: readonly string[];
}

export const clientSheets: readonly Sheet[] = [
  { path: "Leap0Client", title: "Leap0Client", names: ["Leap0Client"] },
  { path: "Sandboxes", title: "client.sandboxes", names: ["Sandboxes", "Pages"] },
  { path: "Mounts", title: "client.mounts", names: ["Mounts"] },
  {
    path: "options",
    title: "Options",
    intro: "Settings of a client, and of a single call.",
    names: ["ClientOptions", "CallOptions", "Limits", "RateLimit", "ApiKey"],
  },
  {
    path: "errors",
    title: "Errors",
    intro: "What methods throw. See also the guide [Errors and retries](../docs/guides/errors.md).",
    names: [
      "Leap0Error",
      "InvalidRequestError",
      "ApiError",
      "BadRequestError",
      "AuthenticationError",
      "PermissionDeniedError",
      "NotFoundError",
      "ConflictError",
      "RateLimitError",
      "ServerError",
      "UnexpectedResponseError",
      "ConnectionError",
      "TimeoutError",
      "OperationError",
      "OtherApiError",
      "FieldError",
      "ServerErrorStatus",
      "OtherErrorStatus",
    ],
  },
  {
    path: "events",
    title: "Events",
    intro: "What `onEvent` is told. No event holds an id, a body, a header or a key.",
    names: [
      "Leap0Event",
      "AttemptEvent",
      "ResponseEvent",
      "RetryEvent",
      "RetryReason",
      "ReconcileEvent",
      "RateLimitEvent",
      "WakeEvent",
      "EndEvent",
    ],
  },
  {
    path: "types",
    title: "Other types",
    intro: "The shapes of bodies and answers are described, field by field, under [Models](models.md).",
    names: [],
  },
];

export const emulatorSheets: readonly Sheet[] = [
  {
    path: "emulator",
    title: "Emulator",
    intro: 'From `"leap0-fetch/emulator"`. See also [the emulator\'s page](../docs/emulator.md).',
    names: [
      "createEmulator",
      "Emulator",
      "EmulatorOptions",
      "ListenOptions",
      "Listening",
      "createManualClock",
      "ManualClock",
      "Clock",
    ],
  },
  {
    path: "emulator-faults",
    title: "Emulator: faults",
    intro: "What `emulator.inject` takes.",
    names: [
      "Injection",
      "Injected",
      "Fault",
      "StatusFault",
      "DelayFault",
      "StallFault",
      "ResetFault",
      "TruncatedFault",
      "BodyFault",
      "RedirectFault",
    ],
  },
  { path: "emulator-types", title: "Emulator: other types", names: [] },
];
