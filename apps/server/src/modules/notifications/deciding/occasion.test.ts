import { expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { occasionOf } from "./occasion.ts";

const completed = (outcome: string, more: Record<string, unknown> = {}) =>
  occasionOf({ type: "command.completed", data: { outcome, errorClass: null, parentId: null, ...more } });

test.each([
  ["permission", "permission"],
  ["plan", "plan"],
  ["options", "question"],
  ["text", "question"],
])("a question of the kind %s is an occasion for %s", (kind, reason) => {
  const questionId = newId();
  expect(occasionOf({ type: "question.asked", data: { questionId, kind, tool: null } })).toEqual({
    reason,
    questionId,
  });
});

test("a command that is done, failed or lost is news; one that a person ended is not", () => {
  expect(completed("done")).toMatchObject({ reason: "finished" });
  expect(completed("failed", { errorClass: "server_error" })).toMatchObject({ reason: "failed" });
  expect(completed("failed", { errorClass: "rate_limit" })).toMatchObject({ reason: "rate_limited" });
  expect(completed("lost")).toMatchObject({ reason: "failed" });
  for (const outcome of ["interrupted", "superseded", "session_ended"]) expect(completed(outcome)).toBeNull();
});

test("a child's command is part of its parent's", () => {
  expect(completed("done", { parentId: newId() })).toBeNull();
});

test("what it has no use for is no occasion", () => {
  expect(occasionOf({ type: "agent.started", data: {} })).toBeNull();
});
