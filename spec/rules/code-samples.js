/** @import { Context } from "./redocly.d.ts" */

/**
 * Every operation shows how it is called, in each of the languages.
 * @param {{ languages?: string[] }} options
 */
export function codeSamples({ languages = [] }) {
  return {
    Operation: {
      /** @param {{ "x-codeSamples"?: { lang?: string }[] }} operation @param {Context} context */
      enter(operation, context) {
        const samples = operation["x-codeSamples"];
        const shown = (Array.isArray(samples) ? samples : []).map((sample) => sample?.lang);
        for (const language of languages.filter((wanted) => !shown.includes(wanted))) {
          context.report({
            message: `Add an \`x-codeSamples\` entry with \`lang: ${language}\` whose source refers to a file in spec/code-samples.`,
            location: context.location.key(),
          });
        }
      },
    },
  };
}
