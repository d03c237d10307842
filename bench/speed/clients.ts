import { ApiClient, ConnectionConfig } from "e2b";
import ky from "ky";
import OpenAI from "openai";
import createOpenapiFetch from "openapi-fetch";
import type { paths } from "../../src/index.ts";
import {
  apiKey,
  baseline,
  body,
  type ClientName,
  openapiFetch,
  ours,
  path,
  returned,
  timeoutMs,
} from "./call.ts";

// Each client as its own guide sets it up, with its defaults, and with the key and the time limit that all have.

const authorization = `Bearer ${apiKey}`;

/** Sends the call and gives the decoded response. */
export type Send = () => Promise<unknown>;
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

// A name that is not a literal: the program gets the installed package, and the compiler the sources' types.
const installed: string = "leap0-fetch";
const { Leap0Client } = (await import(installed)) as typeof import("../../src/index.ts");

/** The rate limiter is at work, and far above what one client can send. */
const rateLimit = { requests: 1_000_000, perMs: 1_000 };
const leap0 = (url: string, fetch: Fetch) =>
  new Leap0Client({ apiKey, baseUrl: url, sandboxDomain: "localhost", fetch, timeoutMs, rateLimit });

const create: Readonly<Record<ClientName, (url: string, fetch: Fetch) => Send>> = {
  [baseline]: (url, fetch) => async () => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  },
  [ours]: (url, fetch) => {
    const { mounts } = leap0(url, fetch);
    return () => mounts.add("sbx-abc123", body);
  },
  [`${ours}, client.api`]: (url, fetch) => {
    const { api } = leap0(url, fetch);
    const params = { path: { sandboxID: "sbx-abc123" } };
    return async () => (await api.POST("/v1/sandbox/{sandboxID}/mounts", { params, body })).data;
  },
  [openapiFetch]: (url, fetch) => {
    const client = createOpenapiFetch<paths>({ baseUrl: url, fetch, headers: { authorization } });
    const params = { path: { sandboxID: "sbx-abc123" } };
    return async () => {
      const signal = AbortSignal.timeout(timeoutMs);
      return (await client.POST("/v1/sandbox/{sandboxID}/mounts", { params, body, signal })).data;
    };
  },
  ky: (url, fetch) => {
    const client = ky.create({ baseUrl: url, fetch, timeout: timeoutMs, headers: { authorization } });
    return () => client.post(path, { json: body }).json();
  },
  "openai core": (url, fetch) => {
    const client = new OpenAI({ apiKey, baseURL: url, fetch, timeout: timeoutMs });
    return () => client.post(path, { body });
  },
  "e2b core": (url) => {
    const config = new ConnectionConfig({
      apiKey,
      validateApiKey: false,
      apiUrl: url,
      requestTimeoutMs: timeoutMs,
      headers: { authorization },
    });
    const { api } = new ApiClient(config);
    const post = api.POST as unknown as (path: string, init: unknown) => Promise<{ data: unknown }>;
    return async () => (await post(path, { body, signal: config.getSignal() })).data;
  },
};

/** It sends with a `fetch` of its own. */
export const takesFetch = (name: ClientName): boolean => name !== "e2b core";

/** A client that is known to give the decoded response. */
export async function createSend(name: ClientName, url: string, fetch: Fetch): Promise<Send> {
  const send = create[name](url, fetch);
  if (JSON.stringify(await send()) !== returned.text)
    throw new Error(`${name} did not give the decoded response.`);
  return send;
}
