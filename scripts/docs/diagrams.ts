import { lifecycle, wake } from "../../src/generated/emulator/description.ts";
import { sandboxStates as known } from "../../src/generated/facts.ts";
import { type Html, html } from "./html.ts";
import { DocsError } from "./page.ts";

/** A picture in the colours of the page. A reader who cannot see it gets `desc`. */
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
export function states(): Html {
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
export function lost(): Html {
  const desc =
    "The client sends a pause. The API carries it out, and the connection breaks before the response arrives. The client reads the sandbox. Its state is paused, so the call succeeds. Nothing is sent twice. If the state were still running, the client would send the pause again.";
  const party = (x: number, name: string) =>
    html`<g class="state"><rect x="${x - 95}" y="5" width="190" height="${HEIGHT}" rx="6"/>${text(x, 25, name, "middle")}</g><path class="life" d="M${x} ${HEIGHT + 5}V280"/>`;
  const step = (y: number, note: string, way: Html, label: string, x = 415) =>
    html`${way}${text(x, y - 8, label, "middle mono")}${text(220, y + 4, note, "label end")}`;
  const broken = html`<path class="line broken" d="M600 105H430"/>${text(415, 111, "✕", "cross middle")}`;
  const inner = html`${party(230, "client.sandboxes.pause")}${party(600, "the API")}
${step(60, "attempt 1", arrow("lost", "M230 60H596"), "POST …/pause")}${text(612, 84, "carried out", "label")}
${step(105, "the connection breaks", broken, "201 paused", 515)}
${step(165, "reconcile: read the sandbox", arrow("lost", "M230 165H596"), "GET /v1/sandbox/…/")}
${step(210, "the pause took effect", arrow("lost", "M600 210H234"), '200, state "paused"')}
<g class="done"><rect x="135" y="235" width="190" height="${HEIGHT}" rx="6"/>${text(230, 255, "returns the sandbox", "middle")}</g>${text(345, 255, "Nothing was sent twice.", "label")}`;
  return figure("lost", [760, 290], "A write whose response was lost", desc, inner);
}

const LOOKS: Readonly<Record<string, readonly [kind: string, mark: string]>> = {
  kept: ["done", "✓ kept"],
  lost: ["gone", "✕ lost"],
};

/** A table that says what survives, as a picture. */
export function survival([, ...columns]: readonly string[], rows: readonly (readonly string[])[]): Html {
  const desc = rows.map(
    ([call, ...kept]) => `${call}: ${kept.map((each, at) => `${columns[at]} ${each}`).join(", ")}.`,
  );
  const drawn = rows.map(([call = "", ...kept], line) => {
    const boxes = kept.map((value, at) => {
      const [kind, mark] = LOOKS[value] ?? ["plain", value];
      return html`<g class="${kind}"><rect x="${128 + at * 160}" y="${40 + line * 46}" width="144" height="34" rx="6"/>${text(200 + at * 160, 62 + line * 46, mark, "middle")}</g>`;
    });
    return html`${text(20, 62 + line * 46, call, "mono")}${boxes}`;
  });
  const heads = columns.map((name, at) => text(200 + at * 160, 20, name, "label middle"));
  return figure("survival", [770, 176], "What survives", desc.join(" "), html`${heads}\n${drawn}`);
}
