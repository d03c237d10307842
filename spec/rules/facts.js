// @ts-check
/**
 * What `x-leap0` on an operation may say. The lint rule and the generator share this, so that what passes one passes
 * the other.
 */

export const retries = ["safe", "never", "reconcile"];
export const effects = ["state-reached", "sandbox-gone", "mount-gone", "mount-matches", "mount-updated"];
const known = ["slow", "lifecycle", "retry", "reconcile", "match"];

/**
 * @param {string} method in lower case
 * @param {unknown} facts the value of `x-leap0`
 * @returns {string[]} what is wrong, each as something to do; empty when it is well-formed
 */
export function factsProblems(method, facts) {
  if (!isObject(facts)) {
    return [`Add \`x-leap0\` with \`retry\`: ${oneOf(retries)}. It tells the client what may be retried.`];
  }
  return [
    ...unknownKeys(facts, known, "x-leap0"),
    ...retryProblems(method, facts),
    ...reconcileProblems(facts),
    ...lifecycleProblems(facts.lifecycle),
    ...(facts.slow === undefined || facts.slow === true ? [] : ["Set `slow` to true, or leave it out."]),
  ];
}

/** @param {string} method @param {Record<string, unknown>} facts */
function retryProblems(method, { retry }) {
  if (!retries.includes(/** @type {string} */ (retry))) {
    return [`Set \`x-leap0.retry\` to ${oneOf(retries)}.`];
  }
  const reads = method === "get" || method === "head";
  if (reads && retry !== "safe") return ["Set `x-leap0.retry` to `safe`: a read can always be retried."];
  if (!reads && retry === "safe") {
    return ["Set `x-leap0.retry` to `reconcile` or `never`: only reads can be retried unconditionally."];
  }
  return [];
}

/** @param {Record<string, unknown>} facts */
function reconcileProblems({ retry, reconcile, match, lifecycle }) {
  const problems = [];
  if (retry === "reconcile" && !effects.includes(/** @type {string} */ (reconcile))) {
    problems.push(`Set \`x-leap0.reconcile\` to what shows that the write took effect: ${oneOf(effects)}.`);
  }
  if (retry !== "reconcile" && reconcile !== undefined) {
    problems.push("Remove `x-leap0.reconcile`: it belongs to `retry: reconcile` only.");
  }
  if (reconcile === "state-reached" && lifecycle === undefined) {
    problems.push("Add `x-leap0.lifecycle`: `reconcile: state-reached` needs the state that is reached.");
  }
  if (reconcile === "mount-matches" && !(isNames(match) && match.length > 0)) {
    problems.push("Add `x-leap0.match`: the names of the fields by which to recognise the mount.");
  }
  if (reconcile !== "mount-matches" && match !== undefined) {
    problems.push("Remove `x-leap0.match`: it belongs to `reconcile: mount-matches` only.");
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
