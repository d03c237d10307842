import type { Fault, SavedSandbox } from "leap0-fetch/emulator";
import { execute, type Run } from "./execute.ts";
import { find, make } from "./page.ts";
import { createOutput } from "./run.ts";
import type { Told } from "./runtime/messages.ts";

/** The faults of the menu, by the names that the page gives them. */
const FAULTS: Readonly<Record<string, Fault>> = {
  "reset-after": { kind: "reset", applies: true },
  "reset-before": { kind: "reset", applies: false },
  "429": { kind: "status", status: 429, headers: { "retry-after": "2" } },
  "503": { kind: "status", status: 503, applies: true },
  stall: { kind: "stall", where: "headers", applies: true },
  redirect: { kind: "redirect", location: "https://elsewhere.example/" },
};

/** The page with the editor: it runs what is typed, and shows what happened to sandboxes and on the wire. */
export function startPlayground(): void {
  const editor = find<HTMLTextAreaElement>("#editor");
  const samples = find<HTMLSelectElement>("#sample");
  const fault = find<HTMLSelectElement>("#fault");
  const operation = find<HTMLSelectElement>("#operation");
  const place = find("#result");
  const table = find("#sandboxes tbody");
  if (!editor || !samples || !fault || !operation || !place || !table) return;
  let run: Run | undefined;

  const start = async () => {
    run?.stop();
    const output = createOutput();
    place.replaceChildren(output.element);
    const injected = FAULTS[fault.value];
    const given = {
      delayMs: 400,
      ...(injected && { fault: { operation: operation.value, fault: injected } }),
    };
    const tell = (told: Told) =>
      told.kind === "sandboxes" ? showSandboxes(table, told.sandboxes) : output.tell(told);
    run = await execute([editor.value], given, tell);
  };
  const programs = new Map<string, string>();
  for (const heading of document.querySelectorAll(".samples h3")) {
    const name = heading.textContent?.replace(/\s*#$/, "") ?? "";
    programs.set(name, heading.nextElementSibling?.querySelector("code")?.textContent ?? "");
    samples.append(new Option(name));
  }
  // Without JavaScript they can be read below; here they are in the editor.
  find(".samples")?.remove();
  const show = () => {
    editor.value = programs.get(samples.value) ?? "";
  };

  find("#run")?.addEventListener("click", start);
  find("#stop")?.addEventListener("click", () => {
    run?.stop();
    find("[role=log]", place)?.setAttribute("aria-busy", "false");
  });
  samples.addEventListener("change", show);
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void start();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-advance]"))
    button.addEventListener("click", () => run?.advance(Number(button.dataset.advance)));
  for (const hidden of document.querySelectorAll<HTMLElement>(".playground-form [hidden]"))
    hidden.hidden = false;
  show();
}

function showSandboxes(table: HTMLElement, sandboxes: readonly SavedSandbox[]): void {
  const rows = sandboxes.map(({ id, state, mounts = [] }) => {
    const shown = mounts.map(({ bucket, prefix = "", mount_path }) => `${bucket}/${prefix} at ${mount_path}`);
    const badge = make("span", { className: `badge ${state}` }, state);
    return make(
      "tr",
      {},
      make("td", {}, id),
      make("td", {}, badge),
      make("td", {}, shown.join(", ") || "none"),
    );
  });
  table.replaceChildren(
    ...(rows.length ? rows : [make("tr", {}, make("td", { colSpan: 3 }, "There are no sandboxes."))]),
  );
}
