// Generated from spec/ by `npm run generate`. Edit the description, not this file.

/** The version of this package. */
export const version = "0.1.0";
