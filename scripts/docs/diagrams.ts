import { lifecycle, wake } from "../../src/generated/emulator/description.ts";
import { sandboxStates as known } from "../../src/generated/facts.ts";
import { type Html, html } from "./html.ts";
import { DocsError } from "./page.ts";

export const DIAGRAMS = ["states", "lost", "survival"] as const;
export type Diagram = (typeof DIAGRAMS)[number];
export const isDiagram = (name: string): name is Diagram => (DIAGRAMS as readonly string[]).includes(name);

/** Draws a diagram. Its colours are the page's, and a reader who cannot see it gets `desc`. */
export const diagram = (name: Diagram): Html => ({ states, lost, survival })[name]();

const figure = (
  name: string,
  size: readonly [number, number],
  title: string,
  desc: string,
  inner: Html,
) => html`<figure class="diagram" role="group" aria-label="Diagram: ${title}" tabindex="0"><svg role="img" aria-labelledby="${name}-title ${name}-desc" viewBox="0 0 ${size[0]} ${size[1]}" width="${size[0]}">
<title id="${name}-title">${title}</title><desc id="${name}-desc">${desc}</desc>
<defs><marker id="${name}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
${inner}</svg></figure>\n`;

const text = (x: number, y: number, label: string, kind = "") =>
  html`<text x="${x}" y="${y}"${kind && html` class="${kind}"`}>${label}</text>`;
const arrow = (name: string, d: string, kind = "") =>
  html`<path class="line ${kind}" d="${d}" marker-end="url(#${name}-head)"/>`;

/** Where each state stands: columns by how a sandbox lives, from birth to end. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  starting: [90, 120],
  running: [300, 120],
  snapshotting: [300, 40],
  paused: [530, 40],
  unpausing: [430, 90],
  stopping: [300, 200],
  stopped: [530, 200],
  deleting: [650, 120],
  deleted: [770, 120],
};
const [WIDTH, HEIGHT] = [112, 30];

/** The states of a sandbox, with the transitions that the description states. */
function states(): Html {
  const missing = known.filter((state) => !PLACES[state]);
  if (missing.length) throw new DocsError([`the diagram of states has no place for ${missing.join(", ")}`]);

  const moves = Object.entries(lifecycle).map(([id, move]) => ({
    label: id.replace("Sandbox", ""),
    ...move,
  }));
  const all = [...moves, { label: "a request wakes it", ...wake, from: [wake.from] }];
  const edges = new Map<string, string>();
  for (const { label, from, through, to } of all) {
    for (const each of from) edges.set(`${each} ${through}`, label);
    if (!edges.has(`${through} ${to}`)) edges.set(`${through} ${to}`, "");
  }
  const transient = new Set<string>(all.map(({ through }) => through));
  const desc = all
    .map(
      ({ label, from, through, to }) =>
        `${label}: from ${from.join(" or ") || "nothing"} through ${through} to ${to}.`,
    )
    .join(" ");
  return figure(
    "states",
    [840, 240],
    "States of a sandbox",
    desc,
    html`${[...edges].map(([edge, label]) => move(edge, label))}
${known.map((state) => {
  const [x, y] = at(state);
  return html`<g class="${transient.has(state) ? "transient" : "state"}"><rect x="${x - WIDTH / 2}" y="${y - HEIGHT / 2}" width="${WIDTH}" height="${HEIGHT}" rx="15"/>${text(x, y + 5, state, "middle")}</g>`;
})}`,
  );
}

const at = (state: string) => PLACES[state] ?? [0, 0];

/** A line from the edge of one box to the edge of another, with its label beside the middle. */
function move(edge: string, label: string): Html {
  const [from = "", to = ""] = edge.split(" ");
  const [start, end] = [border(at(from), at(to), 2), border(at(to), at(from), 4)];
  const [x, y] = [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  const steep = Math.abs(end[1] - start[1]) > Math.abs(end[0] - start[0]);
  return html`${arrow("states", `M${start.join(" ")}L${end.join(" ")}`)}${label && text(x + (steep ? 8 : 0), y + (steep ? 4 : -6), label, steep ? "label" : "label middle")}`;
}

function border(
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  gap: number,
): [number, number] {
  const [dx, dy] = [toX - x, toY - y];
  const scale = Math.min((WIDTH / 2 + gap) / Math.abs(dx || 1e-9), (HEIGHT / 2 + gap) / Math.abs(dy || 1e-9));
  return [Math.round(x + dx * scale), Math.round(y + dy * scale)];
}

/** What a write whose response was lost does next. */
function lost(): Html {
  const steps = [
    [60, "right", "POST …/pause", "attempt 1"],
    [105, "lost", "201 paused", "the connection breaks"],
    [165, "right", "GET /v1/sandbox/…/", "reconcile: read the sandbox"],
    [210, "left", '200, state "paused"', "the pause took effect"],
  ] as const;
  const desc =
    "The client sends a pause. The API carries it out, and the connection breaks before the response arrives. The client reads the sandbox. Its state is paused, so the call succeeds. Nothing is sent twice. If the state were still running, the client would send the pause again.";
  return figure(
    "lost",
    [760, 290],
    "A write whose response was lost",
    desc,
    html`
${[
  ["client.sandboxes.pause", 230],
  ["the API", 600],
].map(
  ([name, x]) =>
    html`<g class="state"><rect x="${Number(x) - 95}" y="5" width="190" height="${HEIGHT}" rx="6"/>${text(Number(x), 25, String(name), "middle")}</g><path class="life" d="M${x} ${HEIGHT + 5}V280"/>`,
)}
${steps.map(([y, way, label, note]) => html`${way === "right" ? arrow("lost", `M230 ${y}H596`) : way === "left" ? arrow("lost", `M600 ${y}H234`) : html`<path class="line broken" d="M600 ${y}H430"/>${text(415, y + 6, "✕", "cross middle")}`}${text(way === "lost" ? 515 : 415, y - 8, label, "middle mono")}${text(220, y + 4, note, "label end")}`)}
${text(612, 84, "carried out", "label")}
<g class="done"><rect x="135" y="235" width="190" height="${HEIGHT}" rx="6"/>${text(230, 255, "returns the sandbox", "middle")}</g>${text(345, 255, "Nothing was sent twice.", "label")}`,
  );
}

const KEPT: Readonly<Record<string, readonly [memory: boolean, disk: boolean, id: boolean, back: string]>> = {
  pause: [true, true, true, "resume"],
  stop: [false, true, true, "start"],
  delete: [false, false, false, "–"],
};

/** What survives a pause, a stop, a delete. */
function survival(): Html {
  const columns = ["memory and processes", "disk", "id", "back with"];
  const rows = Object.entries(KEPT);
  const desc = rows
    .map(
      ([call, [memory, disk, id, back]]) =>
        `${call}: memory and processes are ${memory ? "kept" : "lost"}, the disk is ${disk ? "kept" : "lost"}, the id is ${id ? "kept" : "lost"}; back with ${back === "–" ? "nothing" : back}.`,
    )
    .join(" ");
  return figure(
    "survival",
    [770, 176],
    "What survives",
    desc,
    html`${columns.map((name, at) => text(200 + at * 160, 20, name, "label middle"))}
${rows.map(([call, kept], line) => html`${text(20, 62 + line * 46, call, "mono")}${kept.map((value, at) => html`<g class="${value === true ? "done" : value === false ? "gone" : "plain"}"><rect x="${128 + at * 160}" y="${40 + line * 46}" width="144" height="34" rx="6"/>${text(200 + at * 160, 62 + line * 46, value === true ? "✓ kept" : value === false ? "✕ lost" : value, "middle")}</g>`)}`)}`,
  );
}
