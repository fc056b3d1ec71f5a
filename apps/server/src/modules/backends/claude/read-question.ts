import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { describeCall } from "../describe-call.ts";
import { readPart, titleOfPlan } from "../question-part.ts";
import type { AskedQuestion } from "../signal.ts";

/** What a PermissionRequest asks: options (AskUserQuestion), a plan (ExitPlanMode) or a permission. */
export function readQuestion(payload: JsonObject): AskedQuestion {
  const tool = textAt(payload, "tool_name") ?? "unknown tool";
  const input = objectAt(payload, "tool_input");
  const base = { tool, input, parts: [], plan: null, terminalOnly: false };
  if (tool === "AskUserQuestion") {
    const parts = listAt(input, "questions").filter(isObject).map(readPart);
    return { ...base, kind: "options", parts, text: parts[0]?.text ?? "A question without words" };
  }
  if (tool === "ExitPlanMode") {
    const plan = textAt(input, "plan");
    return { ...base, kind: "plan", plan, text: plan === null ? "Leave plan mode?" : titleOfPlan(plan) };
  }
  return { ...base, kind: "permission", text: describeCall(tool, input) };
}

/** Answers of an AskUserQuestion call by question, as its response holds them once it was answered. */
export function readAnswers(response: unknown): Record<string, string> {
  if (!isObject(response)) return {};
  const answers = Object.entries(objectAt(response, "answers"));
  return Object.fromEntries(
    answers.map(([question, answer]) => [question, [answer].flat().map(inWords).join(", ")]),
  );
}

/** Whatever stands where an answer should: a foreign object's own `toString` is nothing to call. */
const inWords = (answer: unknown): string => (typeof answer === "string" ? answer : JSON.stringify(answer));
