import type { Plugin } from "vite";

const parts = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;
const exported = /^export (?:const|function) (\w+)/gm;

/**
 * Leaves out of the browser what writes JSON Schema: the schema library hangs it on every schema, and nothing here
 * calls it. Whoever did would be told.
 */
export const withoutSchemaWriter = (): Plugin => ({
  name: "without-schema-writer",
  apply: "build",
  transform: {
    filter: { id: parts },
    handler: (code) => {
      const names = [...code.matchAll(exported)].map(([, name]) => name);
      return `const none = () => { throw new Error("The app writes no JSON Schema"); };
export { ${names.map((name) => `none as ${name}`).join(", ")}, none as process };`;
    },
  },
});
