import type { QuestionPart } from "@signalbox/contract/agents";
import { isObject, type JsonObject, listAt, textAt } from "../../kernel/json.ts";

/** One question with its options, in the shape that several CLIs ask in. */
export function readPart(question: JsonObject): QuestionPart {
  return {
    header: textAt(question, "header"),
    text: textAt(question, "question") ?? "",
    // OpenCode has a word of its own for it.
    several: question.multiSelect === true || question.multiple === true,
    options: listAt(question, "options")
      .filter(isObject)
      .map((option) => ({
        label: textAt(option, "label") ?? "",
        description: textAt(option, "description"),
        preview: textAt(option, "preview"),
      })),
    answer: null,
  };
}

/** Its first line in words. */
export function titleOfPlan(plan: string): string {
  const first = plan.split("\n").find((line) => line.trim() !== "") ?? "A plan to approve";
  return first.replace(/^#+\s*/, "").trim();
}
