import ky from "ky";
import OpenAI from "openai";
import createClient from "openapi-fetch";
import type { paths } from "../../src/generated/schema.ts";
import { Leap0Client } from "../../src/index.ts";

/** Pauses one sandbox, and rejects where that failed. */
export type Pause = (sandboxID: string) => Promise<unknown>;

export interface LoadClient {
  readonly name: string;
  readonly connect: (url: string) => Pause;
}

const apiKey = "load-key-0123456789";
const headers = { authorization: `Bearer ${apiKey}` };

function leap0(name: string, requests: number, maxRetries: number): LoadClient {
  return {
    name,
    connect(url) {
      const rateLimit = { requests, perMs: 1000 };
      const client = new Leap0Client({ baseUrl: url, apiKey, maxRetries, rateLimit });
      return (sandboxID) => client.sandboxes.pause(sandboxID);
    },
  };
}

/** What everybody builds on. */
export const bareFetch: LoadClient = {
  name: "fetch",
  connect: (url) => async (sandboxID) => {
    const response = await fetch(`${url}/v1/sandbox/${sandboxID}/pause`, { method: "POST", headers });
    return response.json();
  },
};

const RETRIES = 10;

export const clients: readonly LoadClient[] = [
  leap0("leap0-fetch, told 380, 2 retries", 380, 2),
  leap0("leap0-fetch, told 5,000, 10 retries", 5000, RETRIES),
  {
    name: "openapi-fetch 0.17",
    connect(url) {
      const client = createClient<paths>({ baseUrl: url, headers });
      return async (sandboxID) => {
        const path = { sandboxID };
        const { data, error } = await client.POST("/v1/sandbox/{sandboxID}/pause", { params: { path } });
        if (error) throw error;
        return data;
      };
    },
  },
  {
    name: "ky 2.1, every method, 10 retries",
    connect(url) {
      const retry = { limit: RETRIES, methods: ["post"] };
      const client = ky.create({ baseUrl: url, headers, retry, timeout: 30_000, totalTimeout: 120_000 });
      return (sandboxID) => client.post(`/v1/sandbox/${sandboxID}/pause`).json();
    },
  },
  {
    name: "openai 6.49, core, 10 retries",
    connect(url) {
      const client = new OpenAI({ apiKey, baseURL: url, maxRetries: RETRIES });
      return (sandboxID) => client.post(`/v1/sandbox/${sandboxID}/pause`);
    },
  },
];
