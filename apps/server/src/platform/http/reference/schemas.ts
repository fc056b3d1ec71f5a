import { z } from "zod";
import { isObject, type JsonObject } from "../../../kernel/json.ts";

/** JSON Schemas for an OpenAPI document; schemas with an id are told once and referred to. */
export interface SchemaBook {
  /** The schema of a value as a caller sends it, or as the server answers it. */
  schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject;
  /** Everything that was referred to so far, by id. */
  components(): Record<string, JsonObject>;
}

export const createSchemaBook = (): SchemaBook => {
  const components = new Map<string, JsonObject>();
  return {
    schemaOf(schema, io) {
      const { $schema: _dialect, $defs = {}, ...plain } = z.toJSONSchema(schema, { io, override: simplify });
      for (const [id, { id: _id, ...definition }] of Object.entries($defs)) {
        components.set(id, referringToComponents(definition));
      }
      return referringToComponents(plain);
    },
    components: () => Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b))),
  };
};

const referringToComponents = (schema: object): JsonObject =>
  Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [
      key,
      key === "$ref" ? String(part).replace("#/$defs/", "#/components/schemas/") : referringWithin(part),
    ]),
  );

const referringWithin = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(referringWithin);
  return isObject(part) ? referringToComponents(part) : part;
};

/** Leaves out what a format says already, and what would keep later versions from answering more fields. */
const simplify = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
