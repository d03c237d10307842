import { createClient as createHeyApi } from "@hey-api/client-fetch";
import axios from "axios";
import { ApiClient, ConnectionConfig } from "e2b";
import ky from "ky";
import { createFetch } from "ofetch";
import OpenAI from "openai";
import createOpenapiFetch from "openapi-fetch";
import { up } from "up-fetch";
import type { paths } from "../../src/index.ts";
import { apiKey, baseline, body, type ClientName, ours, path, timeoutMs } from "./call.ts";
import { Leap0Client } from "./leap0.ts";

// Each client as its own guide sets it up, with its defaults, and with the key and the time limit that all have.

/** Sends the call and gives the decoded answer. */
export type Send = () => Promise<unknown>;
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
export interface Client {
  /** Missing where a client cannot be given another `fetch`. */
  readonly inProcess?: false;
  readonly create: (url: string, fetch: Fetch) => Send;
}

const authorization = `Bearer ${apiKey}`;

export const clients: Readonly<Record<ClientName, Client>> = {
  [baseline]: {
    create: (url, fetch) => async () => {
      const response = await fetch(url + path, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return response.json();
    },
  },
  [ours]: {
    create: (url, fetch) => {
      const client = new Leap0Client({ apiKey, baseUrl: url, fetch, timeoutMs, rateLimit });
      return () => client.mounts.add("sbx-abc123", body);
    },
  },
  [`${ours}, client.api`]: {
    create: (url, fetch) => {
      const { api } = new Leap0Client({ apiKey, baseUrl: url, fetch, timeoutMs, rateLimit });
      const params = { path: { sandboxID: "sbx-abc123" } };
      return async () => (await api.POST("/v1/sandbox/{sandboxID}/mounts", { params, body })).data;
    },
  },
  "openapi-fetch": {
    create: (url, fetch) => {
      const client = createOpenapiFetch<paths>({ baseUrl: url, fetch, headers: { authorization } });
      const params = { path: { sandboxID: "sbx-abc123" } };
      return async () => {
        const signal = AbortSignal.timeout(timeoutMs);
        return (await client.POST("/v1/sandbox/{sandboxID}/mounts", { params, body, signal })).data;
      };
    },
  },
  ky: {
    create: (url, fetch) => {
      const client = ky.create({ baseUrl: url, fetch, timeout: timeoutMs, headers: { authorization } });
      return () => client.post(path, { json: body }).json();
    },
  },
  ofetch: {
    create: (url, fetch) => {
      const client = createFetch({ fetch: fetch as typeof globalThis.fetch });
      const options = { method: "POST", baseURL: url, headers: { authorization }, timeout: timeoutMs };
      return () => client(path, { ...options, body });
    },
  },
  "up-fetch": {
    create: (url, fetch) => {
      const client = up(fetch as typeof globalThis.fetch, () => ({
        baseUrl: url,
        headers: { authorization },
        timeout: timeoutMs,
      }));
      return () => client(path, { method: "POST", body });
    },
  },
  "@hey-api/client-fetch": {
    create: (url, fetch) => {
      const client = createHeyApi({
        baseUrl: url,
        fetch: fetch as typeof globalThis.fetch,
        headers: { authorization },
      });
      const call = { url: "/v1/sandbox/{sandboxID}/mounts", path: { sandboxID: "sbx-abc123" }, body };
      return async () => {
        const headers = { "content-type": "application/json" };
        return (await client.post({ ...call, headers, signal: AbortSignal.timeout(timeoutMs) })).data;
      };
    },
  },
  "axios, fetch adapter": {
    create: (url, fetch) => {
      const client = axios.create({
        baseURL: url,
        adapter: "fetch",
        timeout: timeoutMs,
        headers: { authorization },
        env: { fetch: fetch as typeof globalThis.fetch },
      });
      return async () => (await client.post(path, body)).data;
    },
  },
  "axios, http adapter": {
    inProcess: false,
    create: (url) => {
      const client = axios.create({ baseURL: url, timeout: timeoutMs, headers: { authorization } });
      return async () => (await client.post(path, body)).data;
    },
  },
  "openai core": {
    create: (url, fetch) => {
      const client = new OpenAI({ apiKey, baseURL: url, fetch, timeout: timeoutMs });
      return () => client.post(path, { body });
    },
  },
  "e2b core": {
    inProcess: false,
    create: (url) => {
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
  },
};

/** Far above what one client can send: the gate is at work and lets everything through. */
const rateLimit = { requests: 1_000_000, perMs: 1_000 };
