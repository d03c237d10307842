import { inspect } from "node:util";
import { ApiError, BadRequestError, type Leap0Event } from "leap0-fetch";

const WIDTH = 80;
const INDENT = "    ";
const BOLD = "1";
const DIM = "2";
const YELLOW = "33";
const CYAN = "36";

/** What a call came to, as it is shown. */
interface Shown {
  readonly status?: number | undefined;
  readonly lines: readonly string[];
}

/** Tells the story on standard output, a step after the other: each call as one would write it, then its result. */
export class Narrator {
  steps = 0;
  #skipped = 0;
  #calls = 0;
  #status: number | undefined;
  readonly #hidden = new Map<string, string>();
  readonly #colour: boolean;

  constructor(colour: boolean) {
    this.#colour = colour;
  }

  /** For the client's `onEvent`: the end of each call tells its status. */
  readonly onEvent = (event: Leap0Event): void => {
    if (event.type !== "end") return;
    this.#calls++;
    this.#status = event.status;
  };

  /** From now on, shows the expression wherever the secret would be seen. */
  hide(secret: string, expression: string): void {
    this.#hidden.set(secret, expression);
  }

  say(text = ""): void {
    let safe = text;
    for (const [secret, expression] of this.#hidden)
      safe = safe.replaceAll(`'${secret}'`, expression).replaceAll(secret, expression);
    console.log(safe);
  }

  step(title: string): void {
    this.say(`\n${this.#paint(BOLD, `${String(++this.steps).padStart(2)}. ${title}`)}\n`);
  }

  note(text: string): void {
    this.#show([text], DIM);
  }

  get summary(): string {
    const told = `${this.steps - this.#skipped} steps went as expected`;
    return this.#skipped ? `${told}, ${this.#skipped} skipped.` : `${told}.`;
  }

  skip(title: string, why: string): void {
    this.step(title);
    this.#skipped++;
    this.#show([`Skipped: ${why}`], DIM);
  }

  /** The same part of a client, except that every call to it is told. */
  told<Part extends object>(name: string, part: Part): Part {
    return new Proxy(part, {
      get: (target, method) => {
        const member: unknown = Reflect.get(target, method);
        if (typeof member !== "function") return member;
        return (...given: unknown[]) =>
          this.#tell(`${name}.${String(method)}`, given, async () => {
            const result: unknown = await member.apply(target, given);
            return { result, status: this.#status, lines: result === undefined ? [] : this.#lines(result) };
          });
      },
    });
  }

  /** The platform's `fetch`, told, with the body of its response. */
  async fetched(
    url: string,
    headers: Record<string, string>,
    fetch: (url: string, init: RequestInit) => Promise<Response>,
  ): Promise<{ status: number; text: string }> {
    return this.#tell("fetch", [url, { headers }], async () => {
      const response = await fetch(url, { headers });
      const result = { status: response.status, text: await response.text() };
      const json = response.headers.get("content-type")?.includes("json");
      const lines = json ? this.#lines(JSON.parse(result.text)) : result.text.trimEnd().split("\n");
      return { result, status: result.status, lines };
    });
  }

  async #tell<Result>(
    callee: string,
    given: readonly unknown[],
    make: () => Promise<Shown & { result: Result }>,
  ): Promise<Result> {
    const written = (compact: boolean) =>
      `await ${callee}(${given.map((value) => inspect(value, { depth: 9, breakLength: Infinity, compact })).join(", ")});`;
    const call = written(true).length > WIDTH - INDENT.length ? written(false) : written(true);
    this.#show(call.split("\n"), CYAN);
    this.#calls = 0;
    this.#status = undefined;
    const startedAt = performance.now();
    const remark = (...parts: readonly (string | number | undefined)[]) => {
      const ms = `${Math.round(performance.now() - startedAt)} ms`;
      this.#show([`// ${[...parts, ms].filter((part) => part !== undefined).join(", ")}`], DIM);
    };
    try {
      const { result, status, lines } = await make();
      remark(this.#calls > 1 ? `${this.#calls} calls` : status);
      this.#show(lines);
      return result;
    } catch (error) {
      remark(error instanceof ApiError ? error.status : undefined, error instanceof Error ? error.name : "");
      this.#show(this.#failure(error), YELLOW);
      throw error;
    }
  }

  #failure(error: unknown): string[] {
    if (error instanceof BadRequestError && error.errors.length)
      return error.errors.flatMap((each) => this.#lines(each));
    return [error instanceof Error ? error.message : String(error)];
  }

  /** A value as one would write it, on one line where it fits. */
  #lines(value: unknown): string[] {
    return inspect(value, { depth: 9, breakLength: WIDTH - INDENT.length }).split("\n");
  }

  #show(lines: readonly string[], colour?: string): void {
    for (const line of lines) this.say(INDENT + (colour ? this.#paint(colour, line) : line));
  }

  #paint(code: string, text: string): string {
    return this.#colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}
