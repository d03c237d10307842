import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedResult } from "../../src/emulator/api/result.ts";
import { statuses } from "../../src/generated/emulator/description.ts";
import { responses } from "../../src/generated/emulator/validators.js";
import type { OperationId } from "../../src/generated/operations.ts";
import { sandboxStatus } from "../support/fixtures.ts";
import {
  having,
  inProcess,
  mount,
  type Open,
  type Opened,
  overHttp,
  type Read,
  running,
} from "./support/open.ts";
import { isKnownToNode, requests, SECRET, send, TOGETHER } from "./support/requests.ts";

const REQUESTS = Number(process.env.LEAP0_FUZZ_RUNS ?? 2000);
const TIMEOUT = Math.max(300_000, REQUESTS * 10);

function expectDescribed({ status, headers, text, body }: Read, operation: string | undefined): void {
  const described = operation !== undefined && operation in statuses;
  const others = operation === "invoke" ? [200, 401, 404, 409] : [404, 405];
  expect(described ? statuses[operation as OperationId] : others).toContain(status);
  if (status === 204) expect(text).toBe("");
  else expect(headers.get("content-type")).toBe("application/json");
  if (!described || status === 204) return;
  const checks: Readonly<Record<string, (data: unknown) => boolean>> = responses[operation as OperationId];
  expect(checks[status]?.(body)).toBe(true);
}

it(
  `${REQUESTS} requests of all kinds get a response that is described, and no secret`,
  async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (sequence) => {
        const opened = await inProcess({ limits: { requests: Number.POSITIVE_INFINITY } });
        const { emulator } = opened;
        await opened.create();
        for (const sent of sequence) {
          const response = await send(opened, sent);
          const { text, headers } = response;
          expect(text + JSON.stringify([...headers, emulator.export()])).not.toContain(SECRET);
          expectDescribed(response, emulator.requests().at(-1)?.operation);
        }
      }),
      { numRuns: Math.ceil(REQUESTS / TOGETHER) },
    );
  },
  TIMEOUT,
);

describe("over HTTP", () => {
  const counted = () => {
    let count = 0;
    return (kind: string) => `${kind}-${++count}`;
  };

  const opened = async (open: Open): Promise<Opened> => {
    const stateDelayMs = { snapshotting: 1000, stopping: 1000, deleting: 1000 };
    const limits = { requests: 15 };
    const made = await open({ createId: counted(), stateDelayMs, respondWhen: "accepted", limits });
    await made.create();
    return made;
  };

  /** What a caller sees of a response, without what HTTP itself adds. */
  const seen = ({ status, text, headers }: Read) => ({
    status,
    text,
    headers: ["content-type", "retry-after", "allow"].map((name) => headers.get(name)),
  });

  const recorded = ({ emulator }: Opened) =>
    emulator.requests().map(({ ms, host, ...record }) => ({ ...record, label: host?.split(".")[0] }));

  it(
    "every request gets the same response as in process, and leaves the same state",
    async () => {
      await fc.assert(
        fc.asyncProperty(requests, async (sequence) => {
          const [near, far] = [await opened(inProcess), await opened(overHttp)];
          for (const sent of sequence.filter(isKnownToNode))
            expect(seen(await send(near, sent))).toEqual(seen(await send(far, sent)));
          expect(near.emulator.export()).toEqual(far.emulator.export());
          expect(recorded(near)).toEqual(recorded(far));
        }),
        { numRuns: Math.ceil(REQUESTS / TOGETHER / 2) },
      );
    },
    TIMEOUT,
  );
});

describe("requests for one sandbox at the same time", () => {
  const one = having({ ...running("sbx-one"), mounts: [{ ...mount, id: "mnt-one" }] });
  const path = "/v1/sandbox/sbx-one";

  type Action = keyof typeof actions;
  const actions = {
    pause: ({ act }: Opened) => act("sbx-one", "pause"),
    stop: ({ act }: Opened) => act("sbx-one", "stop"),
    start: ({ act }: Opened) => act("sbx-one", "start"),
    wake: ({ invoke }: Opened) => invoke("sbx-one"),
    add: ({ call }: Opened, n: number) =>
      call("POST", `${path}/mounts`, { ...mount, mount_path: `/place/${n % 12}` }),
    remove: ({ call }: Opened) => call("DELETE", `${path}/mounts/mnt-one`),
    delete: ({ call }: Opened) => call("DELETE", `${path}/`),
    read: ({ call }: Opened) => call("GET", `${path}/`),
  };

  it.each([
    ["without delays", inProcess, {}, 60],
    ["with delays", inProcess, { stateDelayMs: 3 }, 40],
    ["over HTTP", overHttp, { stateDelayMs: 2 }, 10],
  ])("leave it as consistent as one after the other would, %s", async (_, open, options, numRuns) => {
    const action = fc.constantFrom(...(Object.keys(actions) as Action[]));
    const some = fc.array(action, { minLength: 2, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(some, async (wanted) => {
        const opened = await open({ ...options, ...one });
        let underWay = wanted.length;
        const responses = wanted.map(async (action, n) => {
          const { status } = await actions[action](opened, n).finally(() => underWay--);
          return { action, status };
        });
        while (underWay > 0) await opened.clock.advance(1);
        const done = await Promise.all(responses);
        const last = await actions.read(opened);

        const won = (action: Action) =>
          done.filter((response) => response.action === action && response.status < 300).length;
        const wakes = opened.emulator
          .requests()
          .filter(({ operation, applied }) => operation === "invoke" && applied).length;
        expect(won("delete")).toBeLessThanOrEqual(1);
        expect(won("remove")).toBeLessThanOrEqual(1);
        // Every change is from a state that allows it, so two of a kind have something between them that led back.
        expect(won("pause")).toBeLessThanOrEqual(1 + wakes + won("start"));
        expect(won("start")).toBeLessThanOrEqual(won("stop"));
        expect(wakes).toBeLessThanOrEqual(won("pause"));
        expect(last.status).toBe(won("delete") === 1 ? 404 : 200);
        if (last.status === 404) return;

        const places = last.body.mounts?.map((kept) => kept.mount_path) ?? [];
        expect(new Set(places).size).toBe(places.length);
        expect(places.length).toBe(1 + won("add") - won("remove"));
        expect(places.length).toBeLessThanOrEqual(8);
      }),
      { numRuns },
    );
  });

  it("create no more sandboxes than there is room for", async () => {
    const { call, clock } = await inProcess({ stateDelayMs: { starting: 10 } });
    const creating = Array.from({ length: 20 }, () => call("POST", "/v1/sandbox/", { template_name: "t" }));
    await clock.advance(10);
    const created = (await Promise.all(creating)).map(({ status }) => status).sort();
    expect(created).toEqual([...Array(3).fill(201), ...Array(17).fill(409)]);
  });
});

describe("a response of the emulator's own", () => {
  const whole = sandboxStatus();
  const result = (status: number, body: unknown) => ({ status, body, applied: false });

  it.each([
    [200, whole],
    [404, { message: "There is none." }],
  ])("passes when it is as described: %i %j", (status, body) => {
    expect(checkedResult("getSandbox", result(status, body))).toEqual(result(status, body));
  });

  it.each([
    [200, { ...whole, disk: undefined }],
    [200, { ...whole, timeout: "300" }],
    [200, { ...whole, state: "asleep" }],
    [200, undefined],
    [404, {}],
  ])("becomes a 500 that says where it is not: %i %j", (status, body) => {
    const message = expect.stringContaining(`response ${status} to getSandbox is not`);
    expect(checkedResult("getSandbox", result(status, body))).toMatchObject({
      status: 500,
      body: { message },
    });
  });
});
