import { codeSamples } from "./code-samples.js";
import { mediaTypeExample } from "./media-type-example.js";
import { noSecretInResponse } from "./no-secret-in-response.js";
import { openEnums } from "./open-enums.js";
import { operationFacts } from "./operation-facts.js";
import { operationFailures } from "./operation-failures.js";
import { operationIdVerbNoun } from "./operation-id-verb-noun.js";
import { patternSlash } from "./pattern-slash.js";
import { portableSchema } from "./portable-schema.js";
import { propertyDescription } from "./property-description.js";
import { propertyExample } from "./property-example.js";
import { secretWriteOnly } from "./secret-write-only.js";

/** The project's own rules for the description. They are switched on in redocly.yaml. */
export default function leap0() {
  return {
    id: "leap0",
    rules: {
      oas3: {
        "code-samples": codeSamples,
        "media-type-example": mediaTypeExample,
        "no-secret-in-response": noSecretInResponse,
        "open-enums": openEnums,
        "operation-facts": operationFacts,
        "operation-failures": operationFailures,
        "operation-id-verb-noun": operationIdVerbNoun,
        "pattern-slash": patternSlash,
        "portable-schema": portableSchema,
        "property-description": propertyDescription,
        "property-example": propertyExample,
        "secret-write-only": secretWriteOnly,
      },
    },
  };
}
