import { expect, test } from "vitest";
import { claudeAcp } from "./acp.ts";

const asked = (request: Parameters<NonNullable<typeof claudeAcp.asks>>[0]) => {
  const question = claudeAcp.asks?.(request);
  if (question === undefined) throw new Error("it asks nothing");
  return question;
};

/** As claude-agent-acp 0.49.0 asks, with what it told beside the call before. */
const request = (toolName: string, call: object, options: readonly (readonly [string, string])[]) => ({
  toolCall: { toolCallId: "toolu_1", ...call, _meta: { claudeCode: { toolName } } },
  options: options.map(([kind, optionId]) => ({ kind, optionId, name: optionId })),
});
const usual = [
  ["allow_always", "allow_always"],
  ["allow_once", "allow"],
  ["reject_once", "reject"],
] as const;
const modes = [
  ["allow_always", "bypassPermissions"],
  ["allow_always", "auto"],
  ["allow_always", "acceptEdits"],
  ["allow_once", "default"],
  ["reject_once", "plan"],
] as const;
const plan = () =>
  asked(
    request(
      "ExitPlanMode",
      { kind: "switch_mode", title: "Ready to code?", rawInput: { plan: "# Sum\nAdd" } },
      modes,
    ),
  );

test("a call is asked about by its own tool, in the words of Claude Code's hooks", () => {
  const input = { file_path: "/w/n.txt", content: "hello" };
  const write = request("Write", { kind: "edit", title: "Write n.txt", rawInput: input }, usual);
  expect(asked(write)).toMatchObject({
    useId: "toolu_1",
    question: { kind: "permission", tool: "Write", text: "Write /w/n.txt", input },
  });
  expect(asked(write).replyTo({ kind: "allow" })).toEqual({
    outcome: { outcome: "selected", optionId: "allow" },
  });
});

test("a plan is a plan, and is approved into the mode that was said, never into one that asks nobody", () => {
  const { question, replyTo } = plan();
  expect(question).toMatchObject({ kind: "plan", plan: "# Sum\nAdd" });
  const replies = [
    replyTo({ kind: "allow" }),
    replyTo({ kind: "allow", mode: "manual" }),
    replyTo({ kind: "allow", mode: "accept_edits" }),
    replyTo({ kind: "deny" }),
  ];
  expect(replies.map(({ outcome }) => ("optionId" in outcome ? outcome.optionId : null))).toEqual([
    ...["default", "default", "acceptEdits", "plan"],
  ]);
});

test("what it can't be told of a plan is refused with the reason", () => {
  const { unable } = plan();
  expect(unable({ kind: "allow" })).toBeNull();
  expect(unable({ kind: "allow", remember: true })).toMatch(/as it is/);
  expect(unable({ kind: "allow", note: "Mind the windows" })).toMatch(/note/);
  expect(unable({ kind: "deny", message: "no" })).toMatch(/no words/);
});
