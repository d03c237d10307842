import { type ClientOptions, Leap0Client } from "leap0-fetch";
import { API_KEY } from "./fixtures.ts";

/** A client with the key of the tests. */
export const clientWith = (options: ClientOptions): Leap0Client =>
  new Leap0Client({ apiKey: API_KEY, ...options });

/** One that tries once, for tests that check a single response. */
export const clientWithoutRetries = (options: ClientOptions): Leap0Client =>
  clientWith({ maxRetries: 0, ...options });
