import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { type Html, html, join } from "./html.ts";

/** A JSON Schema as a reader of TypeScript would write it, its references as links. */
export const schemaText = (schema: unknown, indent = ""): Html => {
  if (!isObject(schema)) return html`unknown`;
  const reference = textAt(schema, "$ref");
  if (reference !== null) return referenceText(reference);
  const alternatives = [...listAt(schema, "anyOf"), ...listAt(schema, "oneOf")];
  if (alternatives.length > 0) return joined(alternatives.map((part) => schemaText(part, indent)));
  if ("const" in schema) return html`${JSON.stringify(schema.const)}`;
  const words = listAt(schema, "enum");
  if (words.length > 0) return joined(words.map((word) => html`${JSON.stringify(word)}`));
  return typeText(schema, indent);
};

const joined = (parts: readonly Html[]): Html => join(parts, " | ");

const referenceText = (reference: string): Html => {
  const id = reference.slice(reference.lastIndexOf("/") + 1);
  return html`<a href="#schema-${id}">${id}</a>`;
};

const typeText = (schema: JsonObject, indent: string): Html => {
  const { type } = schema;
  if (Array.isArray(type)) return joined(type.map((one) => typeText({ ...schema, type: one }, indent)));
  if (type === "array") return html`Array&lt;${schemaText(schema.items, indent)}&gt;`;
  if (type === "object") return objectText(schema, indent);
  if (typeof type !== "string") return html`unknown`;
  const format = textAt(schema, "format");
  return format === null ? html`${type}` : html`${type} <i>(${format})</i>`;
};

const objectText = (schema: JsonObject, indent: string): Html => {
  const properties = Object.entries(objectAt(schema, "properties"));
  if (properties.length === 0) return html`object`;
  const required = listAt(schema, "required");
  const inner = `${indent}  `;
  const lines = properties.map(
    ([name, property]) =>
      html`${inner}<b>${name}</b>${required.includes(name) ? "" : "?"}: ${schemaText(property, inner)}\n`,
  );
  return html`{\n${join(lines)}${indent}}`;
};
