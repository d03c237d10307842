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
         *     The answer may come while the sandbox is still `starting`: the API's sources do not say, so read it
         *     until it is `running`.
         *
         *     The new sandbox's id is known only from the answer. When the answer is lost, the sandbox may exist all
         *     the same, and sending the request again may create a second one. There is no idempotency key. Look
         *     through `listSandboxes` before you repeat.
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
         * @description Answers the organization's sandboxes, a page at a time and in a short form. `total_items` counts the
         *     sandboxes on all pages, so it tells when to stop.
         *
         *     Sandboxes that come or go between two pages can move others across the border: one may be seen twice or
         *     not at all. Deleted sandboxes cannot be asked for; the API's sources do not say whether they show up
         *     when no state is given.
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
         * @description Answers the sandbox with its state, its sizes and its mounts. This is the only place to read mounts. The
         *     network policy is not in this answer.
         *
         *     Reading goes to the control plane and is not the way to wake a paused sandbox: a request to its invoke
         *     host is.
         */
        get: operations["getSandbox"];
        put?: never;
        post?: never;
        /**
         * Delete a sandbox
         * @description Ends a running, paused or stopped sandbox for good. Nothing survives: memory, the writable disk and
         *     everything captured by a pause are gone. Objects in mounted buckets belong to the storage provider and
         *     are not part of the sandbox.
         *
         *     The API's sources do not say whether the sandbox is gone when the answer arrives, or still `deleting`.
         *     They do not say either how long a `deleted` one can be read. Take `deleting`, `deleted` and 404 all as
         *     gone. When the answer is lost, send it again: 404 means that it is done.
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
         * @description Captures a running sandbox with its memory and its disk, uploads both and ends the virtual machine. The
         *     state goes from `running` through `snapshotting` to `paused`. The id stays the same. No named snapshot
         *     is made: that takes `POST …/snapshot/create`, which this description leaves out.
         *
         *     Everything survives. To go on where it stopped, wake it: send a request with the API key to its invoke
         *     host. The state then goes through `unpausing` to `running`. The vendor's text mentions an operation that
         *     resumes a sandbox, but the contract has none.
         *
         *     The API's sources do not say whether the answer waits for `paused`, nor what a pause does to mounts and
         *     open connections. When the answer is lost, read the sandbox: `snapshotting` and `paused` mean that it
         *     worked.
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
         * @description Shuts a running sandbox down. The state goes from `running` through `stopping` to `stopped`.
         *
         *     Only the writable disk survives. Memory is lost, and with it every process. `startSandbox` boots it
         *     again. To keep memory as well, pause it instead.
         *
         *     The API's sources do not say whether the answer waits for `stopped`, nor what becomes of mounts. When
         *     the answer is lost, read the sandbox: `stopping` and `stopped` mean that it worked.
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
         * @description Boots a stopped sandbox: a fresh virtual machine of its template, with the disk that was kept. The state
         *     goes from `stopped` through `starting` to `running`. The id stays the same.
         *
         *     What was in memory before the stop does not come back. A paused sandbox is not started but woken, by a
         *     request to its invoke host.
         *
         *     The API's sources do not say whether the answer waits for `running`, nor whether mounts are attached
         *     again. When the answer is lost, read the sandbox: `starting` and `running` mean that it worked.
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
         * @description Shows a bucket of S3-compatible storage, or one folder of it, at a path in a running sandbox. A sandbox
         *     holds at most 8 mounts.
         *
         *     The access key stays outside the sandbox: code inside reads files but cannot read the key. No answer
         *     carries the key or the endpoint, so keep what you sent.
         *
         *     Only running sandboxes are described. The API's sources do not say what other states answer, whether the
         *     bucket is tried before the answer, or whether two mounts may share a path. When the answer is lost, look
         *     in `getSandbox` for a mount with this path, bucket and prefix before you add it again.
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
         * Remove a mount
         * @description Takes a mount out of a running sandbox. The objects in the bucket stay where they are.
         *
         *     Only running sandboxes are described, and the API's sources do not say what happens to files that are
         *     open. When the answer is lost, send it again: 404 means that it is done.
         */
        delete: operations["deleteSandboxMount"];
        options?: never;
        head?: never;
        /**
         * Change a mount
         * @description Changes the fields that are sent and keeps all others. An empty string clears `prefix`, `access_key_id`
         *     or `secret_access_key`; `null` is not taken. The id and the type stay the same.
         *
         *     A changed `bucket`, `mount_path` or `read_only` remounts: files that are open below the old path may
         *     break.
         *
         *     Only running sandboxes are described. When the answer is lost, `getSandbox` shows whether bucket, path,
         *     prefix and `read_only` have changed. The endpoint and the access key cannot be read back.
         */
        patch: operations["updateSandboxMount"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Mount to add
         * @description A bucket of S3-compatible storage, or one folder of it, to show at a path in the sandbox. For a public
         *     bucket leave out both key fields.
         */
        MountRequest: {
            /**
             * @description How the mount is implemented. There is one way, and it cannot be changed afterwards.
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
             * @description Where in the sandbox the objects appear: an absolute path.
             * @example /data/assets
             */
            mount_path: string;
            /**
             * Format: uri
             * @description Base URL of the S3-compatible **service**, not of the bucket.
             * @example https://s3.example.com
             */
            endpoint: string;
            /**
             * @description Show only objects whose key begins with this. It has to end with `/`. Leave it out to show the whole
             *     bucket.
             * @example images/
             */
            prefix?: string | undefined;
            /**
             * @description Whether the sandbox can only read. The API's sources disagree about `false`: one says that all mounts
             *     are read-only for now, another that writing works. What you set is what is sent.
             * @default true
             * @example true
             */
            read_only?: boolean | undefined;
            /**
             * Format: password
             * @description Id of the access key for the bucket. It stays outside the sandbox, and no answer carries it.
             * @example placeholder-access-key-id
             */
            access_key_id?: string | undefined;
            /**
             * Format: password
             * @description Secret half of the access key. It stays outside the sandbox, and no answer carries it.
             * @example placeholder-secret-access-key
             */
            secret_access_key?: string | undefined;
        };
        /**
         * Header change to set
         * @description How to change the headers of the requests that the sandbox sends to one domain.
         */
        NetworkTransformRequest: {
            /**
             * @description The domain whose requests are changed.
             * @example example.com
             */
            domain: string;
            /**
             * @description Headers to set, by name. An answer that carries the network policy may show these values again: they
             *     are not secret there.
             * @example {
             *       "x-team": "agents"
             *     }
             */
            inject_headers?: {
                [key: string]: string;
            } | undefined;
            /**
             * @description Names of headers to take out.
             * @example [
             *       "cookie"
             *     ]
             */
            strip_headers?: string[] | undefined;
        };
        /**
         * Network policy to set
         * @description What the sandbox may reach on the network. The API's sources do not say whether the lists count in a mode
         *     other than `custom`.
         */
        NetworkPolicyRequest: {
            /**
             * @description `allow-all` lets everything out, `deny-all` nothing, `custom` what the lists name.
             * @example custom
             * @enum {string}
             */
            mode: "allow-all" | "deny-all" | "custom";
            /**
             * @description Domains that the sandbox may reach. At most 50.
             * @example [
             *       "example.com"
             *     ]
             */
            allow_domains?: string[] | undefined;
            /**
             * @description Address ranges that the sandbox may reach, in CIDR notation. At most 10.
             * @example [
             *       "192.0.2.0/24"
             *     ]
             */
            allow_cidrs?: string[] | undefined;
            /**
             * @description Changes to the headers of requests that leave the sandbox, a domain each. At most 20.
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
        /**
         * Sandbox to create
         * @description What to create. Only the template has to be named.
         */
        SandboxCreate: {
            /**
             * @description The template to boot. The API requires it; the official SDKs fill in `system/debian:bookworm` when
             *     their caller names none.
             * @example system/debian:bookworm
             */
            template_name: string;
            /**
             * @description Environment variables in the sandbox. Names are taken as they are, so `my_var` stays `my_var`.
             * @example {
             *       "NODE_ENV": "production",
             *       "my_var": "1"
             *     }
             */
            env_vars?: {
                [key: string]: string;
            } | undefined;
            /**
             * @description Mounts to attach before the sandbox boots. A sandbox holds at most 8.
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
             * @description Number of virtual processors.
             * @default 1
             * @example 2
             */
            vcpu?: number | undefined;
            /**
             * @description Memory in MiB. It has to be an even number.
             * @default 1024
             * @example 2048
             */
            memory?: number | undefined;
            /**
             * @description Time limit in **seconds**, not minutes or milliseconds. The most is 28800: eight hours.
             * @default 300
             * @example 3600
             */
            timeout?: number | undefined;
            /**
             * @description Pause the sandbox when it reaches its time limit, so that its memory and disk survive, instead of
             *     ending it.
             * @default false
             * @example true
             */
            auto_pause?: boolean | undefined;
            /**
             * @description What the sandbox may reach on the network. The API's sources name no mode that applies when this is
             *     left out or `null`.
             * @example {
             *       "mode": "deny-all"
             *     }
             * @example null
             */
            network_policy?: (components["schemas"]["NetworkPolicyRequest"] | null) | undefined;
        };
        /**
         * Any other failure
         * @description The body of a failure that the API does not document. Most likely an object with a `message`, but nothing
         *     promises it: a proxy on the way may answer with text, with HTML or with nothing. Check before you read.
         */
        OtherFailure: {
            /**
             * @description What went wrong, for people to read. It may be missing.
             * @example internal error
             */
            message?: string | undefined;
        };
        /**
         * Sandbox state
         * @description Where a sandbox is in its life.
         *
         *     - At rest: `running`, `paused`, `stopped`.
         *     - On the way: `starting`, `snapshotting` (to `paused`), `unpausing` (to `running`), `stopping`,
         *       `deleting`.
         *     - At the end: `deleted`.
         *
         *     The vendor has added states before. Read one that you do not know as "not yet the one I wait for".
         * @example running
         * @enum {string}
         */
        SandboxState: "starting" | "running" | "snapshotting" | "paused" | "unpausing" | "stopping" | "stopped" | "deleting" | "deleted" | (string & {});
        /**
         * Mount
         * @description A mount as the API answers it. Neither the endpoint nor the access key ever comes back, so a mount cannot
         *     be made again from an answer: keep what you sent.
         *
         *     It has no health field. A mount can be attached and still fail to show files, for example because its
         *     access key no longer works.
         */
        Mount: {
            /**
             * @description The mount's id. It never changes.
             * @example mnt-abc123
             */
            id: string;
            /**
             * @description How the mount is implemented. It never changes. Expect values that are not listed.
             * @example object-storage
             * @enum {string}
             */
            type: "object-storage" | (string & {});
            /**
             * @description The bucket whose objects are shown.
             * @example project-assets
             */
            bucket: string;
            /**
             * @description Where in the sandbox the objects appear: an absolute path.
             * @example /data/assets
             */
            mount_path: string;
            /**
             * @description Only objects whose key begins with this are shown. It may be missing.
             * @example images/
             */
            prefix?: string | undefined;
            /**
             * @description Whether the sandbox can only read. It may be missing.
             * @example true
             */
            read_only?: boolean | undefined;
        };
        /**
         * Sandbox, as read
         * @description A sandbox as `getSandbox` answers it. The network policy is not part of it: only the calls that create a
         *     sandbox or change its state return that.
         */
        SandboxStatus: {
            /**
             * @description The sandbox's id. Pausing, waking, stopping and starting keep it.
             * @example sbx-abc123
             */
            id: string;
            /**
             * @description The id of the template behind the sandbox.
             * @example tpl-abc123
             */
            template_id: string;
            /**
             * @description Number of virtual processors.
             * @example 1
             */
            vcpu: number;
            /**
             * @description Memory in MiB.
             * @example 1024
             */
            memory: number;
            /**
             * @description Size of the writable disk in MiB. No request field sets it.
             * @example 10240
             */
            disk: number;
            /**
             * @description Time limit in **seconds**. `auto_pause` decides what happens when it is reached.
             * @example 300
             */
            timeout: number;
            /** @description Where the sandbox is in its life. Expect values that are not listed. */
            state: components["schemas"]["SandboxState"];
            /**
             * @description Whether the sandbox is paused when it reaches its time limit. With `false` it seems to end there: the
             *     API's sources do not say how.
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
             * @description The sandbox's mounts. Missing, `null` and an empty list all mean that there are none. No operation
             *     lists mounts on their own, so this is the place to look one up.
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
        /**
         * Header change
         * @description How the headers of the requests that the sandbox sends to one domain are changed.
         */
        NetworkTransform: {
            /**
             * @description The domain whose requests are changed.
             * @example example.com
             */
            domain: string;
            /**
             * @description Headers to set, by name. The API's sources do not say whether the values come back as they were sent.
             * @example {
             *       "x-team": "agents"
             *     }
             */
            inject_headers?: {
                [key: string]: string;
            } | undefined;
            /**
             * @description Names of headers to take out.
             * @example [
             *       "cookie"
             *     ]
             */
            strip_headers?: string[] | undefined;
        };
        /**
         * Network policy
         * @description What the sandbox may reach on the network.
         */
        NetworkPolicy: {
            /**
             * @description `allow-all` lets everything out, `deny-all` nothing, `custom` what the lists name.
             * @example custom
             * @enum {string}
             */
            mode: "allow-all" | "deny-all" | "custom" | (string & {});
            /**
             * @description Domains that the sandbox may reach.
             * @example [
             *       "example.com"
             *     ]
             */
            allow_domains?: string[] | undefined;
            /**
             * @description Address ranges that the sandbox may reach, in CIDR notation.
             * @example [
             *       "192.0.2.0/24"
             *     ]
             */
            allow_cidrs?: string[] | undefined;
            /**
             * @description Changes to the headers of requests that leave the sandbox, a domain each.
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
        /**
         * Sandbox
         * @description A sandbox as it is answered by the calls that create it or change its state.
         */
        Sandbox: components["schemas"]["SandboxStatus"] & {
            /**
             * @description What the sandbox may reach on the network. It can be missing or `null`; the API's sources do not
             *     say what then applies.
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
        /**
         * Field at fault
         * @description One field that was refused, and why.
         */
        FieldError: {
            /**
             * @description The field's name. The API's sources do not say how a field inside another one is written.
             * @example mount_path
             */
            field: string;
            /**
             * @description What is wrong with the field, for people to read.
             * @example must be an absolute path
             */
            error: string;
        };
        /**
         * Refused fields
         * @description Why the request was refused, field by field.
         */
        ValidationError: {
            /**
             * @description What went wrong, for people to read.
             * @example validation failed
             */
            message: string;
            /**
             * @description The fields at fault.
             * @example [
             *       {
             *         "field": "mount_path",
             *         "error": "must be an absolute path"
             *       }
             *     ]
             */
            errors: components["schemas"]["FieldError"][];
        };
        /**
         * Failure
         * @description What went wrong, in words.
         */
        ErrorMessage: {
            /**
             * @description What went wrong, for people to read. No code comes with it: branch on the status.
             * @example sandbox not found
             */
            message: string;
        };
        /**
         * State to list
         * @description A state to list sandboxes by: any known state but `deleted`, which the list does not take.
         * @example paused
         * @enum {string}
         */
        SandboxStateFilter: "starting" | "running" | "snapshotting" | "paused" | "unpausing" | "stopping" | "stopped" | "deleting";
        /**
         * Sandbox in a list
         * @description The short form of a sandbox. It shows neither mounts nor sizes: `getSandbox` does.
         */
        SandboxListItem: {
            /**
             * @description The sandbox's id.
             * @example sbx-abc123
             */
            id: string;
            /**
             * @description The id of the template behind the sandbox.
             * @example tpl-abc123
             */
            template_id: string;
            /** @description Where the sandbox is in its life. Expect values that are not listed. */
            state: components["schemas"]["SandboxState"];
            /**
             * Format: date-time
             * @description When the sandbox was created.
             * @example 2026-04-25T09:30:00Z
             */
            created_at: string;
            /**
             * @description An id from the vendor's own operations, explained nowhere. The contract requires it, yet older answers
             *     lack it: cope without.
             * @example pod-abc123
             */
            pod_id?: string | undefined;
            /**
             * Format: date-time
             * @description When the sandbox was launched. The API's sources do not say whether waking or starting it sets this
             *     anew.
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
             * @description When the time limit is reached: a Unix time in whole **seconds**, where the other times are date
             *     strings.
             * @example 1777109702
             */
            timeout_at?: number | undefined;
        };
        /**
         * Page of sandboxes
         * @description One page of the organization's sandboxes.
         */
        SandboxList: {
            /**
             * @description The sandboxes on this page, in the order that was asked for.
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
             * @description How many sandboxes there are on all pages together.
             * @example 1
             */
            total_items: number;
        };
        /**
         * Changes to a mount
         * @description What to change. A field that is left out keeps its value, and no field takes `null`. The `type` of a mount
         *     is fixed when it is added, so it is not accepted here.
         */
        MountUpdate: {
            type?: never;
            /**
             * @description Another bucket. A change remounts.
             * @example project-archive
             */
            bucket?: string | undefined;
            /**
             * @description Another place in the sandbox: an absolute path. A change remounts.
             * @example /data/reports
             */
            mount_path?: string | undefined;
            /**
             * Format: uri
             * @description Base URL of another S3-compatible **service**, not of the bucket. The API's sources do not say whether
             *     a change remounts.
             * @example https://s3.example.com
             */
            endpoint?: string | undefined;
            /**
             * @description Show only objects whose key begins with this. It has to end with `/`. The empty string clears it,
             *     which shows the whole bucket.
             * @example reports/
             * @example
             */
            prefix?: string | undefined;
            /**
             * @description Whether the sandbox can only read. A change remounts. The API's sources disagree about `false`: one
             *     says that all mounts are read-only for now, another that writing works. What you set is what is sent.
             * @example true
             */
            read_only?: boolean | undefined;
            /**
             * Format: password
             * @description Id of another access key. The empty string clears it. No answer carries it.
             * @example placeholder-access-key-id
             */
            access_key_id?: string | undefined;
            /**
             * Format: password
             * @description Secret half of another access key. The empty string clears it. No answer carries it.
             * @example placeholder-secret-access-key
             */
            secret_access_key?: string | undefined;
        };
    };
    responses: {
        /**
         * @description Any other failure, documented nowhere: 403, which the official SDKs expect, or 5xx. The body may be
         *     anything. After a 502 or a 504 the change may have happened all the same.
         */
        OtherFailure: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OtherFailure"];
            };
        };
        /** @description Fields of the request were refused. `errors` names each of them. */
        SandboxRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationError"];
            };
        };
        /** @description No API key came with the request, or the API does not know it. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * @description The organization has as many sandboxes as it may have. One source gives the number 3; the API's sources do
         *     not say whether paused and stopped ones count.
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
         * @description The organization's rate limit is used up: 1000 requests in 60 seconds, all clients together. The contract
         *     lists this failure for `startSandbox` only, but the limit applies to every call.
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
        /** @description The query was refused. The body names the fields, or has a message only: both forms are documented. */
        ListRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationError"] | components["schemas"]["ErrorMessage"];
            };
        };
        /** @description The organization has no sandbox with this id. A deleted one may be answered like this as well. */
        SandboxNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * @description The sandbox is on its way to another state. Wait until it rests in `running`, `paused` or `stopped`, and
         *     try again.
         */
        InTransition: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * @description The sandbox is not `running`. That is also the answer when it is on its way or already where you want it:
         *     read it to know.
         */
        NotRunning: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /** @description The sandbox is not `stopped`. A paused sandbox is woken, not started. */
        NotStopped: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /**
         * @description A limit was reached. The contract does not name it: it may be the rate limit of 1000 requests in 60
         *     seconds, or a limit on what runs at once.
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
        /** @description The vendor has no room for the sandbox now. Try again later. */
        NoCapacity: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorMessage"];
            };
        };
        /** @description Fields of the mount were refused. `errors` names each of them. */
        MountRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationError"];
            };
        };
        /** @description The sandbox has 8 mounts, which is the most. */
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
        /** @description Fields of the update were refused. `errors` names each of them. */
        MountUpdateRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationError"];
            };
        };
        /** @description The mount may not have this configuration. The API's sources do not say which ones are meant. */
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
         * @description What to order by.
         * @example created_at
         */
        Sort: "created_at" | "state";
        /**
         * @description The direction of the order: `desc` puts the newest first when ordering by `created_at`. The name has a
         *     hyphen.
         * @example desc
         */
        OrderBy: "desc" | "asc";
        /**
         * @description Which page, counted from 1.
         * @example 1
         */
        Page: number;
        /**
         * @description How many sandboxes make a page. The name has a hyphen.
         * @example 50
         */
        PageSize: number;
        /**
         * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
         * @example sbx-abc123
         */
        SandboxID: string;
        /**
         * @description The mount's id: `addSandboxMount` answers it, `getSandbox` finds it again.
         * @example mnt-abc123
         */
        MountID: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description How long to wait before asking again: a number of seconds or an HTTP date. **It may be absent**, since the
         *     API's sources do not mention it. Obey it when it is there; otherwise wait a little longer after each
         *     attempt.
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
            400: components["responses"]["SandboxRefused"];
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
                 * @description What to order by.
                 * @example created_at
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description The direction of the order: `desc` puts the newest first when ordering by `created_at`. The name has a
                 *     hyphen.
                 * @example desc
                 */
                "order-by"?: components["parameters"]["OrderBy"];
                /**
                 * @description Which page, counted from 1.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description How many sandboxes make a page. The name has a hyphen.
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
            400: components["responses"]["ListRefused"];
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
                 * @example sbx-abc123
                 */
                sandboxID: components["parameters"]["SandboxID"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox is deleted, or on its way there. */
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
                 * @example sbx-abc123
                 */
                sandboxID: components["parameters"]["SandboxID"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox is paused, or on its way there. The status is 201, not 200. */
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
                 * @example sbx-abc123
                 */
                sandboxID: components["parameters"]["SandboxID"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox is stopped, or on its way there. */
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
                 * @example sbx-abc123
                 */
                sandboxID: components["parameters"]["SandboxID"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox is running, or on its way there. */
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
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
            400: components["responses"]["MountRefused"];
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
                 * @example sbx-abc123
                 */
                sandboxID: components["parameters"]["SandboxID"];
                /**
                 * @description The mount's id: `addSandboxMount` answers it, `getSandbox` finds it again.
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
                 * @description The sandbox's id: `createSandbox` answers it, `listSandboxes` finds it again.
                 * @example sbx-abc123
                 */
                sandboxID: components["parameters"]["SandboxID"];
                /**
                 * @description The mount's id: `addSandboxMount` answers it, `getSandbox` finds it again.
                 * @example mnt-abc123
                 */
                mountID: components["parameters"]["MountID"];
            };
            cookie?: never;
        };
        /** @description What to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MountUpdate"];
            };
        };
        responses: {
            /** @description The mount as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mount"];
                };
            };
            400: components["responses"]["MountUpdateRefused"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["MountNotFound"];
            409: components["responses"]["MountConflict"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["OtherFailure"];
        };
    };
}
