import { type ClientOptions, Leap0Client } from "leap0-fetch";
import { API_KEY, type Stage } from "../stage.ts";

/** What a piece of traffic has to work with. */
export interface Scene {
  readonly stage: Stage;
  /** Goes through the referee. */
  readonly client: Leap0Client;
  /** The same with a key that opens nothing. */
  readonly stranger: Leap0Client;
  readonly sandboxID: string;
  readonly mountID: string;
}

/** Where a referee stands. */
export interface Way {
  readonly url: string;
  /** What the referee has against an answer, if it says so in the answer. */
  readonly objection?: (response: Response) => Promise<string | undefined>;
}

/** A scene as it begins, with what comes of the calls that its clients make. */
export interface Watched {
  readonly scene: Scene;
  /** Operation and status of each answer, as the client took it. */
  readonly answers: readonly string[];
  readonly objections: readonly string[];
}

/** An organization with one running sandbox, and clients whose calls to the API go through a referee. */
export async function watchedScene(stage: Stage, { url, objection }: Way): Promise<Watched> {
  const answers: string[] = [];
  const objections: string[] = [];
  const options: ClientOptions = {
    baseUrl: url,
    sandboxDomain: stage.listening.sandboxDomain,
    maxRetries: 0,
    rateLimit: false,
    async fetch(target, init) {
      // Sandboxes themselves are not described: nobody judges what they answer.
      if (!target.startsWith(url)) return stage.listening.fetch(target, init);
      const response = await fetch(target, init);
      const said = await objection?.(response.clone());
      if (said !== undefined) objections.push(said);
      return response;
    },
    onEvent(event) {
      if (event.type === "response") answers.push(`${event.operation} ${event.status}`);
    },
  };
  const client = new Leap0Client({ ...options, apiKey: API_KEY });
  const stranger = new Leap0Client({ ...options, apiKey: "placeholder-of-another-key" });
  return { scene: { stage, client, stranger, ...(await stage.begin()) }, answers, objections };
}
