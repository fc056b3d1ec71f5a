import { expect, test } from "vitest";
import { cellOf } from "./cells.ts";

const json = { kind: "json" } as const;

test("JSON that is cut shows no value of a field with a telling name, whole or cut itself", () => {
  const cell = cellOf(json, `{"password": "hunter22", "a": "${"b".repeat(400)}"}`, "glance");
  expect(cell).toMatch(/^\{"password": "\[redacted\]", "a": "b+…$/);
  const late = cellOf(json, `{"a": "${"b".repeat(270)}", "apiKey": "${"c".repeat(40)}"}`, "glance");
  expect(late).not.toContain("cc");
  const quoted = cellOf(json, `{"token": "x\\"hunter22", "a": "${"b".repeat(400)}"}`, "glance");
  expect(quoted).not.toContain("hunter22");
});

test("JSON that is whole stays JSON", () => {
  expect(cellOf(json, `{"n": 1.0, "password": "hunter22"}`, "all")).toBe(`{"n":1,"password":"[redacted]"}`);
  expect(cellOf(json, `{"n": 1.0}`, "all")).toBe(`{"n": 1.0}`);
});
