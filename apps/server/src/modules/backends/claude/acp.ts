import type { AnswerContent } from "@signalbox/contract/answers";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { acpAsks, chosen, optionOf, unableToRefuse } from "../acp.ts";
import type { AcpQuestion, HeadlessCli } from "../headless-cli.ts";
import { readQuestion } from "./read-question.ts";

/** An adapter of the protocol's makers brings a Claude Code of its own; it is taken where there is no other. */
export const claudeAcp: HeadlessCli = {
  protocol: "acp",
  program: "claude-agent-acp",
  args: ({ args }) => [...args],
  takesSessionId: false,
  asks: claudeAsks,
};

/** The adapter tells the tool by its own name beside the call, so that it asks in the words of Claude Code's hooks. */
function claudeAsks(request: JsonObject): AcpQuestion {
  const asked = acpAsks(request);
  const call = objectAt(request, "toolCall");
  const tool = textAt(objectAt(objectAt(call, "_meta"), "claudeCode"), "toolName");
  if (tool === null) return asked;
  const question = readQuestion({ tool_name: tool, tool_input: objectAt(call, "rawInput") });
  const { isAbout: _, ...exact } = asked;
  if (question.kind === "plan") return { ...exact, question, ...planReplies(request) };
  return { ...exact, question };
}

/** Approved, a plan goes into a mode; each of them is an option of its own. */
function planReplies(request: JsonObject): Pick<AcpQuestion, "unable" | "replyTo"> {
  const options = listAt(request, "options").filter(isObject);
  const offered = new Set(options.map((option) => textAt(option, "optionId")));
  const modeOf = (content: AnswerContent): string | null => {
    if (content.kind !== "allow") return null;
    const id = content.mode === "accept_edits" ? "acceptEdits" : "default";
    return offered.has(id) ? id : null;
  };
  return {
    unable(content) {
      if (content.kind === "deny") return unableToRefuse(content);
      if (content.kind !== "allow") return "a plan is approved or refused";
      if (content.note !== undefined)
        return "over its protocol it takes no note: say it once the plan was approved";
      if (content.input !== undefined || content.remember === true)
        return "over its protocol a plan is approved as it is";
      return modeOf(content) === null ? "it does not offer to go on in this mode" : null;
    },
    replyTo: (content) =>
      chosen(content.kind === "allow" ? modeOf(content) : optionOf(options, "reject_once")),
  };
}
