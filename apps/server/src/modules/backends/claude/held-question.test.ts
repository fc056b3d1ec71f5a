import type { AnswerContent } from "@signalbox/contract/answers";
import { expect, test } from "vitest";
import { holdClaudeQuestion } from "./held-question.ts";

const held = (payload: object) => {
  const question = holdClaudeQuestion(Buffer.from(JSON.stringify(payload)));
  if (question === null) throw new Error("not held");
  return question;
};
const decision = (payload: object, content: AnswerContent) => held(payload).replyTo(content);
const deciding = (decided: object) => ({
  hookSpecificOutput: { hookEventName: "PermissionRequest", decision: decided },
});

const suggestion = { type: "setMode", mode: "acceptEdits", destination: "session" };
const bash = { tool_name: "Bash", tool_input: { command: "ls" }, permission_suggestions: [suggestion] };

test("a permission is given, with another input and with what the CLI offers to remember", () => {
  expect(decision(bash, { kind: "allow" })).toEqual(deciding({ behavior: "allow" }));
  expect(decision(bash, { kind: "allow", input: { command: "pwd" }, remember: true })).toEqual(
    deciding({ behavior: "allow", updatedInput: { command: "pwd" }, updatedPermissions: [suggestion] }),
  );
  expect(decision(bash, { kind: "deny", message: "no", interrupt: true })).toEqual(
    deciding({ behavior: "deny", message: "no", interrupt: true }),
  );
});

test("a question gets its input back with the answers, as it came", () => {
  const input = {
    questions: [{ question: "Which key?" }, { question: "And?" }],
    token: "sk-secret-0123456789abcdefghij",
  };
  const answers = [["sk-live"], ["a", "b"]];
  expect(decision({ tool_name: "AskUserQuestion", tool_input: input }, { kind: "options", answers })).toEqual(
    deciding({
      behavior: "allow",
      updatedInput: { ...input, answers: { "Which key?": "sk-live", "And?": "a, b" } },
    }),
  );
});

test("a plan is approved with its input sent back, in the mode that was chosen, whatever it was planned from", () => {
  const payload = { tool_name: "ExitPlanMode", tool_input: { plan: "# Paint" } };
  const approved = { behavior: "allow", updatedInput: { plan: "# Paint" } };
  const manual = { type: "setMode", mode: "default", destination: "session" };
  expect(decision(payload, { kind: "allow" })).toEqual(
    deciding({ ...approved, updatedPermissions: [manual] }),
  );
  expect(decision(payload, { kind: "allow", mode: "accept_edits" })).toEqual(
    deciding({ ...approved, updatedPermissions: [suggestion] }),
  );
});

test("a note to a plan goes along at its end, and is the plan where there was none", () => {
  const note = "Note from the person who approved it: Mind the windows";
  const planOf = (input: object) => {
    const payload = { tool_name: "ExitPlanMode", tool_input: input };
    return decision(payload, { kind: "allow", note: "Mind the windows" });
  };
  const with_ = (input: object) => ({
    hookSpecificOutput: { decision: { behavior: "allow", updatedInput: input } },
  });
  expect(planOf({ plan: "# Paint\n", planFilePath: "/p.md" })).toMatchObject(
    with_({ plan: `# Paint\n\n${note}`, planFilePath: "/p.md" }),
  );
  expect(planOf({})).toMatchObject(with_({ plan: note }));
});

test("nothing is remembered where the CLI offers nothing", () => {
  const plain = { tool_name: "Bash", tool_input: {} };
  expect(held(plain).unable({ kind: "allow", remember: true })).toMatch(/nothing to remember/);
  expect(held(bash).unable({ kind: "allow", remember: true })).toBeNull();
});
