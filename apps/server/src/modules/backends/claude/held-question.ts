import type { AnswerContent } from "@signalbox/contract/answers";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { HeldQuestion } from "../held-question.ts";
import { remembered } from "./remembered.ts";

type Allow = Extract<AnswerContent, { kind: "allow" }>;

const denied = "The person said no.";

/**
 * A PermissionRequest that waits for its decision; null where it can't be held. Our script waits with those of a
 * terminal, and of an execution that asks: headless, others would stop a person's script.
 */
export function holdClaudeQuestion(body: Buffer): HeldQuestion | null {
  const payload: unknown = JSON.parse(body.toString("utf8"));
  if (!isObject(payload)) return null;
  return {
    unable: (content) => unableToTell(payload, content),
    remembers: remembered(payload),
    runsAs: shellOf(payload),
    replyTo: (content) => ({
      hookSpecificOutput: { hookEventName: "PermissionRequest", decision: decisionOf(payload, content) },
    }),
  };
}

export const unableToTell = (payload: JsonObject, content: AnswerContent): string | null =>
  content.kind === "allow" &&
  content.remember === true &&
  listAt(payload, "permission_suggestions").length === 0
    ? "Claude Code offers nothing to remember here"
    : null;

/** Claude Code runs a command in a shell of its own that first reads a snapshot of the person's. */
function shellOf(payload: JsonObject): HeldQuestion["runsAs"] {
  const command = textAt(objectAt(payload, "tool_input"), "command");
  if (textAt(payload, "tool_name") !== "Bash" || command === null) return null;
  const wanted = unquoted(command);
  return (line) => line.includes("/shell-snapshots/") && unquoted(line).includes(wanted);
}

/** The shell is given the command in quotes. */
const unquoted = (text: string): string => text.replace(/[\s'"\\]+/g, "");

/** What it takes for a person's decision, by a hook as over its protocol. */
export function decisionOf(payload: JsonObject, content: AnswerContent): JsonObject {
  const input = objectAt(payload, "tool_input");
  switch (content.kind) {
    case "deny": {
      const { message = denied, interrupt } = content;
      return { behavior: "deny", message, ...(interrupt === true ? { interrupt } : {}) };
    }
    case "text":
      return { behavior: "deny", message: content.text };
    case "options":
      return { behavior: "allow", updatedInput: { ...input, answers: answersTo(input, content.answers) } };
    case "allow":
      return textAt(payload, "tool_name") === "ExitPlanMode"
        ? approvalOf(input, content)
        : permissionFor(payload, content);
  }
}

/** A plan is approved only with its input sent back. */
const approvalOf = (input: JsonObject, { mode = "manual", note }: Allow): JsonObject => ({
  behavior: "allow",
  updatedInput: note === undefined ? input : { ...input, plan: withNote(textAt(input, "plan"), note) },
  // Left out, it would go back to the mode that it planned from.
  updatedPermissions: [
    { type: "setMode", mode: mode === "manual" ? "default" : "acceptEdits", destination: "session" },
  ],
});

/** Its reply has no place for words: they stand at the end of the plan, which is told to be edited by the person. */
const withNote = (plan: string | null, note: string): string =>
  [...(plan === null ? [] : [plan.trimEnd()]), `Note from the person who approved it: ${note}`].join("\n\n");

const permissionFor = (payload: JsonObject, { input, remember }: Allow): JsonObject => ({
  behavior: "allow",
  ...(input === undefined ? {} : { updatedInput: input }),
  ...(remember === true ? { updatedPermissions: listAt(payload, "permission_suggestions") } : {}),
});

const answersTo = (input: JsonObject, answers: readonly string[][]): Record<string, string> =>
  Object.fromEntries(
    listAt(input, "questions")
      .filter(isObject)
      .map((question, at) => [textAt(question, "question") ?? "", (answers[at] ?? []).join(", ")]),
  );
