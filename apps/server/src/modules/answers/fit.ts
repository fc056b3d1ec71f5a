import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";

/** Why an answer does not fit a question, in a sentence; null where it does. */
export function unfitFor(question: Question, content: AnswerContent): string | null {
  switch (content.kind) {
    case "deny":
      return question.kind === "text" ? "A question in words is answered with words" : null;
    case "allow":
      return unfitAllow(question, content);
    case "text":
      return question.kind === "text" ? null : "It is no question in words";
    case "options":
      return question.kind === "options"
        ? unfitOptions(question, content.answers)
        : `What is asked is no choice of options: it is a ${question.kind}`;
  }
}

function unfitAllow(
  { kind }: Question,
  { input, remember, mode, note }: Extract<AnswerContent, { kind: "allow" }>,
): string | null {
  if (kind !== "permission" && kind !== "plan")
    return `A question of kind ${kind} can't be allowed: choose or write`;
  if (kind === "permission" && mode !== undefined) return "Only a plan is approved in a mode";
  if (kind === "permission" && note !== undefined) return "Only a plan is approved with a note";
  if (kind === "plan" && (input !== undefined || remember === true))
    return "A plan is approved as it is: it has no other input, and nothing to remember";
  return null;
}

function unfitOptions({ parts }: Question, answers: readonly string[][]): string | null {
  if (answers.length !== parts.length)
    return `${parts.length} ${parts.length === 1 ? "thing is" : "things are"} asked, and ${answers.length} answered`;
  const single = parts.findIndex(({ several }, at) => !several && answers[at]?.length !== 1);
  return single === -1 ? null : `One answer alone fits: ${parts[single]?.text}`;
}
