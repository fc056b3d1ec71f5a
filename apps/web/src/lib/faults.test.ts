import { ApiError } from "@signalbox/client/errors";
import { expect, test } from "vitest";
import { faultsOf } from "./faults.ts";

const problem = { type: "about:blank", title: "Invalid", status: 400, correlationId: "c" };

test("what is wrong with a field is found by its name in the form", () => {
  const errors = [
    { path: "body.content.name", message: "too short" },
    { path: "body.variables.0.name", message: "must be lower-case" },
    { path: "prompt", message: "can't be read" },
  ];
  const error = new ApiError({ ...problem, code: "request.invalid", errors });
  expect(Object.fromEntries(faultsOf(error))).toEqual({
    name: "too short",
    "variables.0.name": "must be lower-case",
    prompt: "can't be read",
  });
});

test("other failures are about no field", () => {
  expect(faultsOf(new Error("away")).size).toBe(0);
  expect(faultsOf(new ApiError({ ...problem, code: "bots.stale" })).size).toBe(0);
});
