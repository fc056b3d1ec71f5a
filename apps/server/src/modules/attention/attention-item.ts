import type { Question } from "@signalbox/contract/agents";
import type { AttentionItem } from "@signalbox/contract/attention";
import { isUnseenDialog } from "@signalbox/contract/unseen-dialog";
import type { WaitingQuestion } from "./ports.ts";

/** An open question as it stands in the queue. */
export const attentionItem = (
  { question, agent }: WaitingQuestion,
  projectNames: ReadonlyMap<string, string>,
  way: AttentionItem["way"] = null,
): AttentionItem => ({
  id: question.id,
  kind: question.kind,
  agentId: agent.id,
  agentTitle: agent.title,
  backend: agent.backend,
  projectId: agent.projectId,
  projectName: agent.projectId === null ? null : (projectNames.get(agent.projectId) ?? null),
  text: question.text,
  options: question.parts.flatMap((part) => part.options.map((option) => option.label)),
  since: question.at,
  reason: reasonFor(question),
  way,
  question,
});

const reasonFor = (question: Question): string => {
  if (isUnseenDialog(question)) return "Shows a dialog that only its terminal can tell";
  const { kind, tool } = question;
  switch (kind) {
    case "permission":
      return tool === null ? "Asks for permission" : `Asks for permission to use ${tool}`;
    case "plan":
      return "Has a plan for you to approve";
    case "options":
      return "Asks you to choose";
    case "text":
      return "Asks you a question";
  }
};
