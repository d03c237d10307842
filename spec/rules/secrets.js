/** @import { Schema } from "./redocly.d.ts" */

const words = /secret|password|passwd|passphrase|credential|accesskey|apikey|privatekey/;

/** Whether a field of this name is taken for a secret, however it is written: `secret_access_key`, `apiKey`.
 * @param {string} name
 */
export function isSecretName(name) {
  return words.test(name.toLowerCase().replaceAll(/[^a-z]/g, ""));
}

/** Whether the schema itself says that its value is a secret. @param {Schema} schema */
export function isMarkedSecret(schema) {
  return schema.writeOnly === true || schema.format === "password";
}
