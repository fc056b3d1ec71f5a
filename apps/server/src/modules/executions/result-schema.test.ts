import { expect, test } from "vitest";
import { checkResultSchema, faultOfResult } from "./result-schema.ts";

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  properties: { risk: { enum: ["low", "high"] }, files: { type: "array", items: { type: "string" } } },
  required: ["risk"],
  additionalProperties: false,
};

test.each([
  ['{"risk": "low"}', null],
  ['Done:\n```json\n{"risk": "high", "files": ["a.ts"]}\n```', null],
  ["All is well", "no JSON"],
  ["{}", "must have required property 'risk'"],
  ['{"risk": "low", "files": [1]}', "files.0 must be string"],
  ['{"risk": "some"}', "risk must be equal to one of the allowed values"],
])("%j is held against the schema", (result, fault) => {
  checkResultSchema(schema);
  if (fault === null) expect(faultOfResult(result, schema)).toBeNull();
  else expect(faultOfResult(result, schema)).toContain(fault);
});

test.each([
  ["an unknown type", { type: "thing" }],
  ["a word that is none", { typo: "object" }],
  ["a pattern", { type: "string", pattern: "(a+)+$" }],
  ["a format that nobody knows", { type: "string", format: "colour" }],
  ["a schema elsewhere", { $ref: "https://example.test/schema.json" }],
  ["nothing but itself", { $ref: "#" }],
])("a schema with %s is refused", (_what, given) => {
  expect(() => checkResultSchema(given)).toThrow("The schema can't be used");
});

test("a property may have the name of what is left out", () => {
  const given = { type: "object", properties: { pattern: { type: "string", format: "date" } } };
  checkResultSchema(given);
  expect(faultOfResult('{"pattern": "2026-01-01"}', given)).toBeNull();
  expect(faultOfResult('{"pattern": "soon"}', given)).toContain('pattern must match format "date"');
});
