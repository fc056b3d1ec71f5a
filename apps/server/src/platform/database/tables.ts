/** Written by `npm run check -- --write-schema` from the migrated schema; not edited by hand. */
// biome-ignore lint/suspicious/noExplicitAny: replaced by the generated types
export type Tables = Record<string, any>;
