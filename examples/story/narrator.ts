import { inspect, styleText } from "node:util";
import { ApiError, BadRequestError, type Leap0Event } from "leap0-fetch";

const INDENT = "    ";
const WIDTH = 80 - INDENT.length;

/** What a response is shown as: its lines, as one would write them in code. */
const linesOf = (value: unknown) => inspect(value, { depth: 9, breakLength: WIDTH }).split("\n");

/** Tells the story on standard output, a step after the other: each call as one would write it, then its result. */
export class Narrator {
  steps = 0;
  #skipped = 0;
  /** Of the client's calls beneath the one that is being told. */
  #statuses: (number | undefined)[] = [];
  readonly #hidden = new Map<string, string>();
  readonly #colour = process.stdout.isTTY && !process.env.NO_COLOR;

  /** For the client's `onEvent`: the end of each call tells its status. */
  readonly onEvent = (event: Leap0Event): void => {
    if (event.type === "end") this.#statuses.push(event.status);
  };

  /** From now on, shows the expression wherever the secret would be seen. */
  hide(secret: string, expression: string): void {
    this.#hidden.set(`'${secret}'`, expression).set(secret, expression);
  }

  say(text: string): void {
    let safe = text;
    for (const [secret, expression] of this.#hidden) safe = safe.replaceAll(secret, expression);
    console.log(safe);
  }

  step(title: string): void {
    this.say(`\n${this.#paint("bold", `${String(++this.steps).padStart(2)}. ${title}`)}\n`);
  }

  skip(title: string, why: string): void {
    this.step(title);
    this.#skipped++;
    this.note(`Skipped: ${why}`);
  }

  note(text: string): void {
    this.#show([text], "dim");
  }

  get summary(): string {
    const told = `${this.steps - this.#skipped} steps went as expected`;
    return this.#skipped ? `${told}, ${this.#skipped} skipped.` : `${told}.`;
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
            return { result, lines: result === undefined ? [] : linesOf(result) };
          });
      },
    });
  }

  /** The platform's `fetch`, told, with the body of its response. */
  fetched(url: string, init: RequestInit, fetch: typeof globalThis.fetch) {
    return this.#tell("fetch", [url, init], async () => {
      const response = await fetch(url, init);
      const { status, headers } = response;
      const text = await response.text();
      this.#statuses.push(status);
      const json = headers.get("content-type")?.includes("json");
      return {
        result: { status, text },
        lines: json ? linesOf(JSON.parse(text)) : text.trimEnd().split("\n"),
      };
    });
  }

  async #tell<Result>(
    callee: string,
    given: readonly unknown[],
    make: () => Promise<{ readonly result: Result; readonly lines: readonly string[] }>,
  ): Promise<Result> {
    const written = (compact: boolean) => {
      const options = { depth: 9, breakLength: Number.POSITIVE_INFINITY, compact };
      return `await ${callee}(${given.map((value) => inspect(value, options)).join(", ")});`;
    };
    const line = written(true);
    this.#show((line.length > WIDTH ? written(false) : line).split("\n"), "cyan");
    this.#statuses = [];
    const startedAt = performance.now();
    const remark = (...parts: readonly unknown[]) => {
      const ms = `${Math.round(performance.now() - startedAt)} ms`;
      this.note(`// ${[...parts, ms].filter(Boolean).join(", ")}`);
    };
    try {
      const { result, lines } = await make();
      remark(this.#statuses.length > 1 ? `${this.#statuses.length} calls` : this.#statuses[0]);
      this.#show(lines);
      return result;
    } catch (error) {
      const { name, message } = error as Error;
      remark(error instanceof ApiError && error.status, name);
      const fields = error instanceof BadRequestError ? error.errors : [];
      this.#show(fields.length ? fields.flatMap(linesOf) : [message], "yellow");
      throw error;
    }
  }

  #show(lines: readonly string[], style?: Style): void {
    for (const line of lines) this.say(INDENT + (style ? this.#paint(style, line) : line));
  }

  #paint(style: Style, text: string): string {
    return this.#colour ? styleText(style, text) : text;
  }
}

type Style = "bold" | "dim" | "yellow" | "cyan";
