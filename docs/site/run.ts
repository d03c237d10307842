import { execute, type Run } from "./execute.ts";
import { make } from "./page.ts";
import type { Told } from "./runtime/messages.ts";

/** What an example in a comment may use without saying so, beside all that the package exports. On the first line. */
const PRELUDE =
  'const readKey = async () => "test-key"; const id = "sbx-abc123"; const request = { params: { id } }; let client = new Leap0Client(); {';

/** A button below every sample that can run in the page. */
export function addRunButtons(): void {
  const samples = [...document.querySelectorAll<HTMLElement>("[data-program]")];
  for (const [at, sample] of samples.entries()) {
    const name = headingOf(sample);
    const button = make("button", {
      type: "button",
      className: "run",
      textContent: "Run",
      "aria-label": `Run sample ${at + 1}${name && `: ${name}`}`,
    });
    let run: Run | undefined;
    let shown: HTMLElement | undefined;
    button.addEventListener("click", async () => {
      run?.stop();
      shown?.remove();
      const output = createOutput();
      shown = output.element;
      sample.after(shown);
      const isAbove = (each: HTMLElement) =>
        each.dataset.program === sample.dataset.program && each.closest("aside") === sample.closest("aside");
      const blocks = samples
        .slice(0, at + 1)
        .filter(isAbove)
        .map(codeOf);
      const { state } = sample.dataset;
      run = await execute(blocks, state ? { state: state as "stopped" } : {}, output.tell);
    });
    sample.append(button);
  }
}

function codeOf(sample: HTMLElement): string {
  const { script, example } = sample.dataset;
  const code = script ?? sample.querySelector("code")?.textContent ?? "";
  return example === undefined || /^import /m.test(code) ? code : `${PRELUDE} ${code}\n}`;
}

function headingOf(sample: HTMLElement): string {
  const before = [...document.querySelectorAll<HTMLElement>("main :is(h1, h2, h3, h4)")].filter(
    (heading) => heading.compareDocumentPosition(sample) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const heading = sample.closest("aside") ? before[0] : before.at(-1);
  return heading?.textContent?.replace(/\s*#$/, "") ?? "";
}

export interface Output {
  readonly element: HTMLElement;
  readonly tell: (told: Told) => void;
}

/** Where a run shows what it prints, what was on the wire, and how it failed. */
export function createOutput(): Output {
  const log = make("div", {
    className: "log",
    role: "log",
    "aria-label": "Output",
    "aria-busy": "true",
    tabIndex: 0,
  });
  const rows = make("tbody");
  const head = make(
    "tr",
    {},
    ...["time", "from", "what happened"].map((text) => make("th", { scope: "col" }, text)),
  );
  const table = make(
    "div",
    { className: "wire", role: "group", "aria-label": "On the wire", tabIndex: 0 },
    make("table", {}, make("thead", {}, head), rows),
  );
  const wire = make("details", { open: true }, make("summary", {}, "On the wire"), table);
  const element = make("div", { className: "output" }, log, wire);
  return {
    element,
    tell(told) {
      if (told.kind === "begin") rows.replaceChildren();
      else if (told.kind === "log") log.append(make("div", {}, told.text));
      else if (told.kind === "wire") {
        const cells = [`${told.ms} ms`, told.from, told.text].map((text) => make("td", {}, text));
        rows.append(make("tr", { className: `${told.from} ${told.tone}` }, ...cells));
      } else if (told.kind === "end") {
        log.setAttribute("aria-busy", "false");
        const place = told.line ? `Line ${told.line}: ` : "";
        if (told.error !== undefined)
          log.after(make("div", { className: "failed", role: "alert" }, place + told.error));
        else if (!log.childElementCount)
          log.append(make("div", { className: "quiet" }, "It printed nothing, and ended well."));
      }
    },
  };
}
