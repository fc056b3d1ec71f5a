import type { QuestionKind } from "@signalbox/contract/agents";
import type { Answer, AnswerContent, Way } from "@signalbox/contract/answers";

/** What was answered, as its form says it. */
export const answerWord = (kind: QuestionKind, content: AnswerContent): string => {
  if (content.kind === "options") return content.answers.map((labels) => labels.join(", ")).join("; ");
  if (content.kind === "text") return content.text;
  if (content.kind === "deny") return withWords(noWords[kind], content.message);
  return kind === "plan"
    ? withWords(content.mode === "accept_edits" ? "Approved, with its edits" : "Approved", content.note)
    : allowWord(content);
};

const allowWord = ({ remember, input }: Extract<AnswerContent, { kind: "allow" }>): string => {
  if (input !== undefined) return "Allowed, with other input";
  return remember === true ? "Allowed from now on" : "Allowed";
};

const noWords: Record<QuestionKind, string> = {
  permission: "Denied",
  plan: "Sent back to planning",
  options: "Refused to answer",
  text: "Refused to answer",
};

const withWords = (word: string, said = ""): string => (said === "" ? word : `${word}: ${said}`);

/** By which way an answer reaches its agent. */
export const wayWords: Record<Way, string> = {
  held_hook: "by the hook that asked",
  protocol: "over its protocol",
  keys: "by keys in its terminal",
};

/** Whose answer it was, and the way it took; why it did not arrive, where it did not. */
export const aboutAnswer = ({ by, way, state, problem }: Answer): string => {
  if (state === "given") return `${by}, on its way ${wayWords[way]}`;
  if (state === "delivered") return [`${by}, ${wayWords[way]}`, problem ?? []].flat().join("; ");
  return `${by}; it did not arrive${problem === null ? "" : `: ${problem}`}`;
};
