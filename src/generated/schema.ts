// Generated from spec/ by `npm run generate`. Edit the description, not this file.

export interface paths {
  "/v1/sandbox/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create a sandbox
     * @description Boots a virtual machine from a template. Mounts in the request are attached before it boots.
     *
     *     The API does not say whether the response waits until the sandbox is `running`: read the sandbox until it is.
     *
     *     Only the response has the new sandbox's id. When the response is lost, the sandbox may exist anyway, and a second
     *     request may create a second sandbox. There is no idempotency key: check `listSandboxes` before you retry.
     */
    post: operations["createSandbox"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandboxes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List sandboxes
     * @description Returns one page of the organization's sandboxes, with fewer fields than `getSandbox`. `total_items` counts the sandboxes
     *     on all pages.
     *
     *     Sandboxes that are created or deleted between two pages shift the others: one can be listed twice or not at all. You
     *     cannot ask for deleted sandboxes; the API does not say whether they are listed when no state is given.
     */
    get: operations["listSandboxes"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandbox/{sandboxID}/": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a sandbox
     * @description Returns the sandbox with its state, its sizes and its mounts. No other operation lists mounts. The network policy is not
     *     included.
     *
     *     Reading a paused sandbox does not wake it; a request to its sandbox host does.
     */
    get: operations["getSandbox"];
    put?: never;
    post?: never;
    /**
     * Delete a sandbox
     * @description Deletes a running, paused or stopped sandbox permanently. Nothing survives: memory, the writable disk and whatever a
     *     pause captured are lost. Objects in mounted buckets belong to the storage provider and are not part of the sandbox.
     *
     *     The API does not say whether the sandbox is gone when the response arrives, or still `deleting`, nor how long a `deleted`
     *     one can be read. Treat `deleting`, `deleted` and 404 as gone. When the response is lost, send the request again: 404 means
     *     that the sandbox is gone.
     */
    delete: operations["deleteSandbox"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandbox/{sandboxID}/pause": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pause a sandbox
     * @description Captures the memory and the disk of a running sandbox, uploads both and ends the virtual machine. The state goes from
     *     `running` through `snapshotting` to `paused`. The id stays the same. Pausing makes no named snapshot; `POST
     *     …/snapshot/create` does, which is not part of this description.
     *
     *     Everything survives. To continue, wake the sandbox: send a request with the API key to its sandbox host. The state then
     *     goes through `unpausing` to `running`. The vendor's text mentions an operation that resumes a sandbox, but the contract
     *     has none.
     *
     *     The API does not say whether the response waits until the sandbox is `paused`, nor what pausing does to mounts and open
     *     connections. When the response is lost, read the sandbox: `snapshotting` and `paused` mean that the request took effect.
     */
    post: operations["pauseSandbox"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandbox/{sandboxID}/stop": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop a sandbox
     * @description Shuts down a running sandbox. The state goes from `running` through `stopping` to `stopped`.
     *
     *     Only the writable disk survives. Memory is lost, and with it every process. `startSandbox` boots the sandbox again. To
     *     keep memory as well, pause the sandbox instead.
     *
     *     The API does not say whether the response waits until the sandbox is `stopped`, nor what stopping does to mounts. When the
     *     response is lost, read the sandbox: `stopping` and `stopped` mean that the request took effect.
     */
    post: operations["stopSandbox"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandbox/{sandboxID}/start": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Start a stopped sandbox
     * @description Boots a stopped sandbox: a new virtual machine of its template, with the disk that was kept. The state goes from `stopped`
     *     through `starting` to `running`. The id stays the same.
     *
     *     What was in memory before the stop is lost. This operation does not wake a paused sandbox; a request to its sandbox host
     *     does.
     *
     *     The vendor's guide says that the response waits until the sandbox is `running`. The API does not say whether mounts are
     *     attached again. When the response is lost, read the sandbox: `starting` and `running` mean that the request took effect.
     */
    post: operations["startSandbox"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandbox/{sandboxID}/mounts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Add a mount
     * @description Shows a bucket of S3-compatible storage, or one folder of it, at a path in a running sandbox. A sandbox has at most 8
     *     mounts.
     *
     *     The access key stays outside the sandbox: code in it can read the files but not the key. No response has the key or the
     *     endpoint, so keep what you sent.
     *
     *     Documented for running sandboxes only. The API does not say what happens in other states, whether it tries the bucket
     *     before it responds, or whether two mounts can share a path. When the response is lost, check `getSandbox` for a mount with
     *     this path, bucket and prefix before you retry.
     */
    post: operations["addSandboxMount"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/sandbox/{sandboxID}/mounts/{mountID}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Delete a mount
     * @description Removes a mount from a running sandbox. The objects in the bucket are not changed.
     *
     *     Documented for running sandboxes only. The API does not say what happens to open files. When the response is lost, send
     *     the request again: 404 means that the mount is gone.
     */
    delete: operations["deleteSandboxMount"];
    options?: never;
    head?: never;
    /**
     * Update a mount
     * @description Changes the fields that are sent and keeps all others. An empty string clears `prefix`, `access_key_id` or
     *     `secret_access_key`; `null` is invalid. The id and the type cannot be changed.
     *
     *     A changed `bucket`, `mount_path` or `read_only` remounts, which can break files that are open below the old path.
     *
     *     Documented for running sandboxes only. When the response is lost, `getSandbox` shows whether bucket, path, prefix and
     *     `read_only` have changed. The endpoint and the access key cannot be read back.
     */
    patch: operations["updateSandboxMount"];
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * @description A bucket of S3-compatible storage, or one folder of it, to show at a path in the sandbox. For a public bucket, leave out
     *     both key fields.
     */
    MountRequest: {
      /**
       * @description How the mount is implemented. There is one value, and it cannot be changed later.
       * @example object-storage
       * @enum {string}
       */
      type: "object-storage";
      /**
       * @description The bucket's name at the storage provider.
       * @example project-assets
       */
      bucket: string;
      /**
       * @description Where the objects appear in the sandbox. It must be an absolute path.
       * @example /data/assets
       */
      mount_path: string;
      /**
       * Format: uri
       * @description Base URL of the S3-compatible **service**, not of the bucket. Leap0 must be able to reach it; private host names do
       *     not work.
       * @example https://s3.example.com
       */
      endpoint: string;
      /**
       * @description Show only objects whose keys begin with this. It must end with `/`. Leave it out to show the whole bucket.
       * @example images/
       */
      prefix?: string | undefined;
      /**
       * @description Whether the mount is read-only in the sandbox. The API's sources disagree about `false`: one says that all mounts
       *     are read-only for now, another that writing works.
       * @default true
       * @example true
       */
      read_only?: boolean | undefined;
      /**
       * Format: password
       * @description Id of the access key for the bucket. It stays outside the sandbox, and no response has it.
       * @example placeholder-access-key-id
       */
      access_key_id?: string | undefined;
      /**
       * Format: password
       * @description Secret of the access key. It stays outside the sandbox, and no response has it.
       * @example placeholder-secret-access-key
       */
      secret_access_key?: string | undefined;
    };
    /** @description How to change the headers of the sandbox's requests to one domain. */
    NetworkTransformRequest: {
      /**
       * @description The domain whose requests are changed. It is allowed without being listed in `allow_domains`.
       * @example example.com
       */
      domain: string;
      /**
       * @description Headers to set, by name. Their values are not secret: a response that has the network policy can show them.
       * @example {
       *       "x-team": "agents"
       *     }
       */
      inject_headers?:
        | {
            [key: string]: string;
          }
        | undefined;
      /**
       * @description Names of headers to remove.
       * @example [
       *       "cookie"
       *     ]
       */
      strip_headers?: string[] | undefined;
    };
    /** @description What the sandbox can reach on the network. The lists count in `custom` mode only. */
    NetworkPolicyRequest: {
      /**
       * @description `allow-all` allows all outbound traffic, `deny-all` none, `custom` what the lists name.
       * @example custom
       * @enum {string}
       */
      mode: "allow-all" | "deny-all" | "custom";
      /**
       * @description Domains that the sandbox can reach, by name or by a pattern such as `*.example.com`. At most 50. The domains of
       *     `transforms` are allowed without being listed.
       * @example [
       *       "example.com",
       *       "*.example.org"
       *     ]
       */
      allow_domains?: string[] | undefined;
      /**
       * @description Address ranges that the sandbox can reach, in CIDR notation. At most 10.
       * @example [
       *       "192.0.2.0/24"
       *     ]
       */
      allow_cidrs?: string[] | undefined;
      /**
       * @description Changes to the headers of outbound requests, one entry for each domain. At most 20.
       * @example [
       *       {
       *         "domain": "example.com",
       *         "inject_headers": {
       *           "x-team": "agents"
       *         },
       *         "strip_headers": [
       *           "cookie"
       *         ]
       *       }
       *     ]
       */
      transforms?: components["schemas"]["NetworkTransformRequest"][] | undefined;
    };
    /** @description A sandbox to create. Only the template is required. */
    SandboxCreate: {
      /**
       * @description The template to boot. The API requires it; the official SDKs send `system/debian:bookworm` when the caller names
       *     none.
       * @example system/debian:bookworm
       */
      template_name: string;
      /**
       * @description Environment variables of the sandbox. Names are kept as they are; `my_var` stays `my_var`.
       * @example {
       *       "NODE_ENV": "production",
       *       "my_var": "1"
       *     }
       */
      env_vars?:
        | {
            [key: string]: string;
          }
        | undefined;
      /**
       * @description Mounts to attach before the sandbox boots. A sandbox has at most 8.
       * @example [
       *       {
       *         "type": "object-storage",
       *         "bucket": "public-datasets",
       *         "mount_path": "/data/public",
       *         "endpoint": "https://s3.example.com"
       *       }
       *     ]
       */
      mounts?: components["schemas"]["MountRequest"][] | undefined;
      /**
       * Format: int32
       * @description Number of virtual processors.
       * @default 1
       * @example 2
       */
      vcpu?: number | undefined;
      /**
       * Format: int32
       * @description Memory in MiB. It must be an even number.
       * @default 1024
       * @example 2048
       */
      memory?: number | undefined;
      /**
       * Format: int32
       * @description How long the sandbox runs, in **seconds** (not minutes or milliseconds). The contract allows 1 second to 28800, which
       *     is eight hours; the vendor's page of limits says that the minimum is one minute.
       * @default 300
       * @example 3600
       */
      timeout?: number | undefined;
      /**
       * @description Whether to pause the sandbox when its `timeout` is reached, which keeps memory and disk, instead of ending it.
       * @default false
       * @example true
       */
      auto_pause?: boolean | undefined;
      /**
       * @description What the sandbox can reach on the network. Left out or `null`: all outbound traffic is allowed.
       * @example {
       *       "mode": "deny-all"
       *     }
       * @example null
       */
      network_policy?: (components["schemas"]["NetworkPolicyRequest"] | null) | undefined;
    };
    /**
     * @description The body of a failure that the API does not document. Most likely an object with a `message`, but nothing guarantees
     *     it: a proxy on the way can return text, HTML or nothing. Check the body before you read it.
     */
    OtherFailure: {
      /**
       * @description What went wrong, for people to read. It can be missing.
       * @example internal error
       */
      message?: string | undefined;
    };
    /**
     * @description The state of a sandbox.
     *
     *     - Stable: `running`, `paused`, `stopped`.
     *     - Changing: `starting`, `snapshotting` (to `paused`), `unpausing` (to `running`), `stopping`, `deleting`.
     *     - Final: `deleted`.
     *
     *     The API can add states, and has done so before. Treat an unknown state as one that is still changing.
     * @example running
     */
    SandboxState:
      | "starting"
      | "running"
      | "snapshotting"
      | "paused"
      | "unpausing"
      | "stopping"
      | "stopped"
      | "deleting"
      | "deleted"
      | (string & {});
    /**
     * @description A mount, as the API returns it. No response has its endpoint or its access key, so a mount cannot be created again from
     *     a response: keep what you sent.
     *
     *     It has no health field. A mount can be attached and still show no files, for example because its access key no longer
     *     works.
     */
    Mount: {
      /**
       * @description The mount's id. It never changes.
       * @example mnt-abc123
       */
      id: string;
      /**
       * @description How the mount is implemented. It never changes. The API can add values.
       * @example object-storage
       */
      type: "object-storage" | (string & {});
      /**
       * @description The bucket whose objects are shown.
       * @example project-assets
       */
      bucket: string;
      /**
       * @description Where the objects appear in the sandbox. An absolute path.
       * @example /data/assets
       */
      mount_path: string;
      /**
       * @description Only objects whose keys begin with this are shown. It can be missing.
       * @example images/
       */
      prefix?: string | undefined;
      /**
       * @description Whether the mount is read-only in the sandbox. It can be missing.
       * @example true
       */
      read_only?: boolean | undefined;
    };
    /**
     * @description A sandbox, as `getSandbox` returns it. It has no network policy: only the operations that create a sandbox or change its
     *     state return that.
     */
    SandboxStatus: {
      /**
       * @description The sandbox's id. It stays the same when the sandbox is paused, woken, stopped or started.
       * @example sbx-abc123
       */
      id: string;
      /**
       * @description The id of the sandbox's template.
       * @example tpl-abc123
       */
      template_id: string;
      /**
       * Format: int32
       * @description Number of virtual processors.
       * @example 1
       */
      vcpu: number;
      /**
       * Format: int32
       * @description Memory in MiB.
       * @example 1024
       */
      memory: number;
      /**
       * Format: int32
       * @description Size of the writable disk in MiB. No request field sets it.
       * @example 10240
       */
      disk: number;
      /**
       * Format: int32
       * @description How long the sandbox runs, in **seconds**. `auto_pause` decides what happens then.
       * @example 300
       */
      timeout: number;
      state: components["schemas"]["SandboxState"];
      /**
       * @description Whether the sandbox is paused when its `timeout` is reached. With `false` it seems to end; the API does not say how.
       * @example false
       */
      auto_pause: boolean;
      /**
       * Format: date-time
       * @description When the sandbox was created.
       * @example 2026-04-25T09:30:00Z
       */
      created_at: string;
      /**
       * @description The sandbox's mounts. Missing, `null` and an empty list all mean that there are none. No operation lists mounts, so
       *     this is the only place to read them.
       * @example [
       *       {
       *         "id": "mnt-abc123",
       *         "type": "object-storage",
       *         "bucket": "project-assets",
       *         "mount_path": "/data/assets",
       *         "prefix": "images/",
       *         "read_only": true
       *       }
       *     ]
       */
      mounts?: (components["schemas"]["Mount"][] | null) | undefined;
    };
    /** @description How the headers of the sandbox's requests to one domain are changed. */
    NetworkTransform: {
      /**
       * @description The domain whose requests are changed.
       * @example example.com
       */
      domain: string;
      /**
       * @description Headers that are set, by name. The API does not say whether it returns their values as they were sent.
       * @example {
       *       "x-team": "agents"
       *     }
       */
      inject_headers?:
        | {
            [key: string]: string;
          }
        | undefined;
      /**
       * @description Names of headers that are removed.
       * @example [
       *       "cookie"
       *     ]
       */
      strip_headers?: string[] | undefined;
    };
    /** @description What the sandbox can reach on the network. */
    NetworkPolicy: {
      /**
       * @description `allow-all` allows all outbound traffic, `deny-all` none, `custom` what the lists name. The API can add values.
       * @example custom
       */
      mode: "allow-all" | "deny-all" | "custom" | (string & {});
      /**
       * @description Domains that the sandbox can reach in `custom` mode, by name or by a pattern such as `*.example.com`.
       * @example [
       *       "example.com",
       *       "*.example.org"
       *     ]
       */
      allow_domains?: string[] | undefined;
      /**
       * @description Address ranges that the sandbox can reach in `custom` mode, in CIDR notation.
       * @example [
       *       "192.0.2.0/24"
       *     ]
       */
      allow_cidrs?: string[] | undefined;
      /**
       * @description Changes to the headers of outbound requests, one entry for each domain. In `custom` mode these domains are allowed
       *     too.
       * @example [
       *       {
       *         "domain": "example.com",
       *         "inject_headers": {
       *           "x-team": "agents"
       *         },
       *         "strip_headers": [
       *           "cookie"
       *         ]
       *       }
       *     ]
       */
      transforms?: components["schemas"]["NetworkTransform"][] | undefined;
    };
    /** @description A sandbox, as the operations return it that create it or change its state. */
    Sandbox: components["schemas"]["SandboxStatus"] & {
      /**
       * @description What the sandbox can reach on the network. Missing or `null`: all outbound traffic is allowed.
       * @example {
       *       "mode": "custom",
       *       "allow_domains": [
       *         "example.com"
       *       ]
       *     }
       * @example null
       */
      network_policy?: (components["schemas"]["NetworkPolicy"] | null) | undefined;
    };
    /** @description One invalid field, and why it is invalid. */
    FieldError: {
      /**
       * @description The field's name. The API does not say how it writes the name of a nested field.
       * @example mount_path
       */
      field: string;
      /**
       * @description What is wrong with the field, for people to read.
       * @example must be an absolute path
       */
      error: string;
    };
    /** @description An invalid request, with the fields that are invalid. */
    ValidationError: {
      /**
       * @description What went wrong, for people to read.
       * @example validation failed
       */
      message: string;
      /**
       * @description The invalid fields.
       * @example [
       *       {
       *         "field": "mount_path",
       *         "error": "must be an absolute path"
       *       }
       *     ]
       */
      errors: components["schemas"]["FieldError"][];
    };
    /** @description A failure, described by a message only. */
    ErrorMessage: {
      /**
       * @description What went wrong, for people to read. There is no error code; branch on the status.
       * @example sandbox not found
       */
      message: string;
    };
    /**
     * @description A state to list sandboxes by: any known state but `deleted`, which the list does not accept.
     * @example paused
     * @enum {string}
     */
    SandboxStateFilter:
      | "starting"
      | "running"
      | "snapshotting"
      | "paused"
      | "unpausing"
      | "stopping"
      | "stopped"
      | "deleting";
    /** @description A sandbox in a list. It has neither mounts nor sizes; `getSandbox` returns them. */
    SandboxListItem: {
      /**
       * @description The sandbox's id.
       * @example sbx-abc123
       */
      id: string;
      /**
       * @description The id of the sandbox's template.
       * @example tpl-abc123
       */
      template_id: string;
      state: components["schemas"]["SandboxState"];
      /**
       * Format: date-time
       * @description When the sandbox was created.
       * @example 2026-04-25T09:30:00Z
       */
      created_at: string;
      /**
       * @description The vendor's runner that the sandbox is on: empty until one is assigned. The contract requires it, but older
       *     responses lack it, so treat it as optional.
       * @example pod-abc123
       * @example
       */
      pod_id?: string | undefined;
      /**
       * Format: date-time
       * @description When the sandbox was launched. The API does not say whether waking or starting the sandbox changes it.
       * @example 2026-04-25T09:30:02Z
       */
      launch_time?: string | undefined;
      /**
       * Format: date-time
       * @description When the state last changed.
       * @example 2026-04-25T09:30:04Z
       */
      state_change_time?: string | undefined;
      /**
       * Format: int64
       * @description When the `timeout` is reached, as a Unix time in whole **seconds**. The other times are date strings.
       * @example 1777109702
       */
      timeout_at?: number | undefined;
    };
    /** @description One page of the organization's sandboxes. */
    SandboxList: {
      /**
       * @description The sandboxes on this page, in the requested order.
       * @example [
       *       {
       *         "id": "sbx-abc123",
       *         "template_id": "tpl-abc123",
       *         "state": "running",
       *         "created_at": "2026-04-25T09:30:00Z"
       *       }
       *     ]
       */
      items: components["schemas"]["SandboxListItem"][];
      /**
       * Format: int32
       * @description The number of sandboxes on all pages together.
       * @example 1
       */
      total_items: number;
    };
    /**
     * @description The fields to change. A field that is left out keeps its value, and no field takes `null`. The `type` of a mount cannot
     *     be changed, so it is not accepted here.
     */
    MountUpdate: {
      type?: never;
      /**
       * @description Another bucket. A change remounts.
       * @example project-archive
       */
      bucket?: string | undefined;
      /**
       * @description Another path in the sandbox. It must be absolute. A change remounts.
       * @example /data/reports
       */
      mount_path?: string | undefined;
      /**
       * Format: uri
       * @description Base URL of another S3-compatible **service**, not of the bucket. The API does not say whether a change remounts.
       * @example https://s3.example.com
       */
      endpoint?: string | undefined;
      /**
       * @description Show only objects whose keys begin with this. It must end with `/`. An empty string clears it, and the whole bucket
       *     is shown.
       * @example reports/
       * @example
       */
      prefix?: string | undefined;
      /**
       * @description Whether the mount is read-only in the sandbox. A change remounts. The API's sources disagree about `false`: one says
       *     that all mounts are read-only for now, another that writing works.
       * @example true
       */
      read_only?: boolean | undefined;
      /**
       * Format: password
       * @description Id of another access key. An empty string clears it. No response has it.
       * @example placeholder-access-key-id
       */
      access_key_id?: string | undefined;
      /**
       * Format: password
       * @description Secret of another access key. An empty string clears it. No response has it.
       * @example placeholder-secret-access-key
       */
      secret_access_key?: string | undefined;
    };
  };
  responses: {
    /**
     * @description Any other failure. None is documented: the official SDKs expect 403, and any 5xx can occur. The body can be anything.
     *     After a 5xx the request may have taken effect.
     */
    OtherFailure: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["OtherFailure"];
      };
    };
    /** @description Fields of the request are invalid. `errors` names each of them. */
    InvalidSandbox: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ValidationError"];
      };
    };
    /** @description The request has no API key, or the API does not know the key. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /**
     * @description The organization has reached its limit of sandboxes. One source says that the limit is 3. The API does not say
     *     whether paused and stopped sandboxes count.
     */
    SandboxLimit: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /**
     * @description The organization has used up its rate limit: 1000 requests in 60 seconds, from all its clients together. The
     *     contract lists 429 for `startSandbox` only, but the rate limit applies to every operation.
     */
    RateLimited: {
      headers: {
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The query is invalid. The body names the fields, or has a message only: both forms are documented. */
    InvalidQuery: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ValidationError"] | components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The organization has no sandbox with this id. The API may return this for a deleted sandbox too. */
    SandboxNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The state of the sandbox is changing. Wait until it is `running`, `paused` or `stopped`, and try again. */
    InTransition: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The sandbox is not `running`. It may already be in the state that you want, or on its way there: read it to find out. */
    NotRunning: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The sandbox is not `stopped`. To wake a paused sandbox, send a request to its sandbox host. */
    NotStopped: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /**
     * @description The organization has reached its limit of running sandboxes, or its rate limit of 1000 requests in 60 seconds. The
     *     body does not tell them apart.
     */
    StartLimited: {
      headers: {
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The vendor has no capacity for the sandbox now. Try again later. */
    NoCapacity: {
      headers: {
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description Fields of the mount are invalid. `errors` names each of them. */
    InvalidMount: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ValidationError"];
      };
    };
    /** @description The sandbox has reached its limit of 8 mounts. */
    MountLimit: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description The organization has no sandbox with this id, or the sandbox has no mount with this id. */
    MountNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
    /** @description Fields of the update are invalid. `errors` names each of them. */
    InvalidMountUpdate: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ValidationError"];
      };
    };
    /** @description The mount cannot have this configuration. The API does not say which configurations it means. */
    MountConflict: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorMessage"];
      };
    };
  };
  parameters: {
    /**
     * @description Only sandboxes in this state. Leave it out for sandboxes in any state.
     * @example paused
     */
    StateFilter: components["schemas"]["SandboxStateFilter"];
    /**
     * @description What to sort by.
     * @example created_at
     */
    Sort: "created_at" | "state";
    /**
     * @description The direction: with `created_at`, `desc` returns the newest first. The name has a hyphen.
     * @example desc
     */
    OrderBy: "desc" | "asc";
    /**
     * @description Which page, counted from 1.
     * @example 1
     */
    Page: number;
    /**
     * @description How many sandboxes a page holds. The name has a hyphen.
     * @example 50
     */
    PageSize: number;
    /**
     * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
     * @example sbx-abc123
     */
    SandboxID: string;
    /**
     * @description The mount's id: `addSandboxMount` returns it, and `getSandbox` lists it.
     * @example mnt-abc123
     */
    MountID: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description How long to wait before the next request: a number of seconds or an HTTP date. **It can be missing**: the contract
     *     does not mention it, and the documentation of the vendor's Python SDK says "if present". Obey it when it is there;
     *     otherwise back off, with growing intervals.
     */
    RetryAfter: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  createSandbox: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The sandbox to create. */
    requestBody: {
      content: {
        "application/json": components["schemas"]["SandboxCreate"];
      };
    };
    responses: {
      /** @description The sandbox was created. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Sandbox"];
        };
      };
      400: components["responses"]["InvalidSandbox"];
      401: components["responses"]["Unauthorized"];
      409: components["responses"]["SandboxLimit"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  listSandboxes: {
    parameters: {
      query?: {
        /**
         * @description Only sandboxes in this state. Leave it out for sandboxes in any state.
         * @example paused
         */
        state?: components["parameters"]["StateFilter"];
        /**
         * @description What to sort by.
         * @example created_at
         */
        sort?: components["parameters"]["Sort"];
        /**
         * @description The direction: with `created_at`, `desc` returns the newest first. The name has a hyphen.
         * @example desc
         */
        "order-by"?: components["parameters"]["OrderBy"];
        /**
         * @description Which page, counted from 1.
         * @example 1
         */
        page?: components["parameters"]["Page"];
        /**
         * @description How many sandboxes a page holds. The name has a hyphen.
         * @example 50
         */
        "page-size"?: components["parameters"]["PageSize"];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of sandboxes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SandboxList"];
        };
      };
      400: components["responses"]["InvalidQuery"];
      401: components["responses"]["Unauthorized"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  getSandbox: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sandbox. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SandboxStatus"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["SandboxNotFound"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  deleteSandbox: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sandbox is deleted, or `deleting`. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["SandboxNotFound"];
      409: components["responses"]["InTransition"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  pauseSandbox: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sandbox is `paused` or `snapshotting`. The status is 201, not 200. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Sandbox"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["SandboxNotFound"];
      409: components["responses"]["NotRunning"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  stopSandbox: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sandbox is `stopped` or `stopping`. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Sandbox"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["SandboxNotFound"];
      409: components["responses"]["NotRunning"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  startSandbox: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sandbox is `running` or `starting`. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Sandbox"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["SandboxNotFound"];
      409: components["responses"]["NotStopped"];
      429: components["responses"]["StartLimited"];
      503: components["responses"]["NoCapacity"];
      default: components["responses"]["OtherFailure"];
    };
  };
  addSandboxMount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
      };
      cookie?: never;
    };
    /** @description The mount to add. */
    requestBody: {
      content: {
        "application/json": components["schemas"]["MountRequest"];
      };
    };
    responses: {
      /** @description The mount was added. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Mount"];
        };
      };
      400: components["responses"]["InvalidMount"];
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["SandboxNotFound"];
      409: components["responses"]["MountLimit"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  deleteSandboxMount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
        /**
         * @description The mount's id: `addSandboxMount` returns it, and `getSandbox` lists it.
         * @example mnt-abc123
         */
        mountID: components["parameters"]["MountID"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The mount was removed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["MountNotFound"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
  updateSandboxMount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The sandbox's id: `createSandbox` returns it, and `listSandboxes` lists it.
         * @example sbx-abc123
         */
        sandboxID: components["parameters"]["SandboxID"];
        /**
         * @description The mount's id: `addSandboxMount` returns it, and `getSandbox` lists it.
         * @example mnt-abc123
         */
        mountID: components["parameters"]["MountID"];
      };
      cookie?: never;
    };
    /** @description The fields to change. */
    requestBody: {
      content: {
        "application/json": components["schemas"]["MountUpdate"];
      };
    };
    responses: {
      /** @description The updated mount. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Mount"];
        };
      };
      400: components["responses"]["InvalidMountUpdate"];
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["MountNotFound"];
      409: components["responses"]["MountConflict"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherFailure"];
    };
  };
}
