import { type Mount, TimeoutError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount, mountRequest, sandboxStatus } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { connectionReset, hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

/** An API with these mounts, whose writes are answered as told. */
const world = (
  mounts: () => readonly Mount[] | null,
  write: (request: Sent) => Response | Promise<Response>,
) =>
  scriptedFetch((request) =>
    request.method === "GET"
      ? json(200, sandboxStatus({ mounts: mounts() as Mount[] | null }))
      : write(request),
  );
const writesOf = (fetch: ReturnType<typeof world>) => fetch.sent.filter(({ method }) => method !== "GET");

describe("another program that is faster", () => {
  const racing = (theirs: Mount, refusal: Response) => {
    let added = false;
    return world(
      () => (added ? [theirs] : []),
      ({ method }) => {
        added = true;
        return method === "PATCH" ? json(200, mount({ id: theirs.id })) : refusal;
      },
    );
  };

  test.each([409, 400])("and has added the same is fine, the refusal being %i", async (status) => {
    const fetch = racing(mount({ id: "mnt-theirs" }), json(status, { message: "taken", errors: [] }));
    expect(await clientWith({ fetch }).mounts.ensure("a", mountRequest())).toMatchObject({
      id: "mnt-theirs",
    });
    expect(writesOf(fetch)).toHaveLength(1);
  });

  test("and has added another bucket is overwritten", async () => {
    const fetch = racing(mount({ id: "mnt-theirs", bucket: "theirs" }), json(409, { message: "taken" }));
    const ensured = await clientWith({ fetch }).mounts.ensure("a", mountRequest());
    expect(ensured).toMatchObject({ id: "mnt-theirs", bucket: "project-assets" });
    expect(writesOf(fetch).map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  });
});

test("an add whose answer is lost is not sent twice", async () => {
  useFakeTime();
  let added = false;
  const fetch = world(
    () => (added ? [mount()] : []),
    () => {
      added = true;
      throw connectionReset();
    },
  );
  expect(await untilSettled(clientWith({ fetch }).mounts.ensure("a", mountRequest()))).toEqual(mount());
  expect(writesOf(fetch)).toHaveLength(1);
});

test("one that fails does not hold up the next", async () => {
  const fetch = scriptedFetch((_, index) =>
    index ? json(200, sandboxStatus({ mounts: [mount()] })) : json(401),
  );
  const client = clientWith({ fetch });
  const [first, second] = await Promise.allSettled([
    client.mounts.ensure("a", mountRequest()),
    client.mounts.ensure("a", mountRequest()),
  ]);
  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
});

test("those of different sandboxes do not wait for each other", async () => {
  useFakeTime();
  const fetch = scriptedFetch((request) =>
    request.url.includes("/slow/") ? hanging(request) : json(200, sandboxStatus({ mounts: [mount()] })),
  );
  const client = clientWith({ fetch });
  client.mounts.ensure("slow", mountRequest()).catch(() => {});
  expect(await client.mounts.ensure("fast", mountRequest())).toEqual(mount());
});

describe("totalTimeoutMs", () => {
  test("holds for all requests together", async () => {
    useFakeTime();
    const slow = (answer: () => Response) =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(answer()), 700));
    const fetch = scriptedFetch(({ method }) =>
      slow(() => (method === "GET" ? json(200, sandboxStatus()) : json(201, mount()))),
    );
    const ensured = clientWith({ fetch }).mounts.ensure("a", mountRequest(), { totalTimeoutMs: 1000 });
    const error = await untilSettled(rejectionOf(ensured, TimeoutError));
    expect(error).toMatchObject({ limit: "total", operation: "addSandboxMount", outcomeUnknown: true });
    expect(performance.now()).toBeLessThanOrEqual(1001);
  });

  test("holds for the wait behind another ensure", async () => {
    useFakeTime();
    const fetch = scriptedFetch(hanging);
    const client = clientWith({ fetch });
    client.mounts.ensure("a", mountRequest()).catch(() => {});
    await settle();
    const second = rejectionOf(
      client.mounts.ensure("a", mountRequest(), { totalTimeoutMs: 1000 }),
      TimeoutError,
    );
    expect(await untilSettled(second)).toMatchObject({ limit: "total", outcomeUnknown: false });
    expect(performance.now()).toBeLessThanOrEqual(1001);
    expect(fetch.sent).toHaveLength(1);
  });
});
