/**
 * What `x-leap0` on an operation may say. The lint rule and the generator share this, so that what passes one passes
 * the other.
 */

export const repeats = ["safe", "never", "look"];
export const looks = ["state-reached", "sandbox-gone", "mount-gone", "mount-matches", "mount-updated"];
const known = ["slow", "lifecycle", "repeat", "look", "match"];

/**
 * @param {string} method in lower case
 * @param {unknown} facts the value of `x-leap0`
 * @returns {string[]} what is wrong, each as something to do; empty when it is well-formed
 */
export function factsProblems(method, facts) {
  if (!isObject(facts)) {
    return [
      `Add \`x-leap0\` with \`repeat\`: ${oneOf(repeats)}. It tells the client what may be sent twice.`,
    ];
  }
  return [
    ...unknownKeys(facts, known, "x-leap0"),
    ...repeatProblems(method, facts),
    ...lookProblems(facts),
    ...lifecycleProblems(facts.lifecycle),
    ...(facts.slow === undefined || facts.slow === true ? [] : ["Set `slow` to true, or leave it out."]),
  ];
}

/** @param {string} method @param {Record<string, unknown>} facts */
function repeatProblems(method, { repeat }) {
  if (!repeats.includes(/** @type {string} */ (repeat))) {
    return [`Set \`x-leap0.repeat\` to ${oneOf(repeats)}.`];
  }
  const reads = method === "get" || method === "head";
  if (reads && repeat !== "safe") return ["Set `x-leap0.repeat` to `safe`: a read can always be sent again."];
  if (!reads && repeat === "safe") {
    return ["Set `x-leap0.repeat` to `look` or `never`: only reads are safe to send again unseen."];
  }
  return [];
}

/** @param {Record<string, unknown>} facts */
function lookProblems({ repeat, look, match, lifecycle }) {
  const problems = [];
  if (repeat === "look" && !looks.includes(/** @type {string} */ (look))) {
    problems.push(`Set \`x-leap0.look\` to what shows that the write took effect: ${oneOf(looks)}.`);
  }
  if (repeat !== "look" && look !== undefined) {
    problems.push("Remove `x-leap0.look`: it belongs to `repeat: look` only.");
  }
  if (look === "state-reached" && lifecycle === undefined) {
    problems.push("Add `x-leap0.lifecycle`: `look: state-reached` needs the state to look for.");
  }
  if (look === "mount-matches" && !(isNames(match) && match.length > 0)) {
    problems.push("Add `x-leap0.match`: the names of the fields by which to recognise the mount.");
  }
  if (look !== "mount-matches" && match !== undefined) {
    problems.push("Remove `x-leap0.match`: it belongs to `look: mount-matches` only.");
  }
  return problems;
}

/** @param {unknown} lifecycle */
function lifecycleProblems(lifecycle) {
  if (lifecycle === undefined) return [];
  const wanted = "`x-leap0.lifecycle` is `{ from: [states], through: state, to: state }`: set all three.";
  if (!isObject(lifecycle)) return [wanted];
  const { from, through, to } = lifecycle;
  const complete = isNames(from) && typeof through === "string" && typeof to === "string";
  return [
    ...(complete ? [] : [wanted]),
    ...unknownKeys(lifecycle, ["from", "through", "to"], "x-leap0.lifecycle"),
  ];
}

/** @param {Record<string, unknown>} object @param {string[]} names @param {string} where */
function unknownKeys(object, names, where) {
  return Object.keys(object)
    .filter((key) => !names.includes(key))
    .map((key) => `Remove \`${key}\` from \`${where}\`: nothing reads it. It may hold ${oneOf(names)}.`);
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @returns {value is string[]} */
function isNames(value) {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

/** @param {string[]} names */
function oneOf(names) {
  return names.map((name) => `\`${name}\``).join(", ");
}
