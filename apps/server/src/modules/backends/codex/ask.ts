import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { readPart } from "../question-part.ts";
import type { AskedQuestion } from "../signal.ts";

/** What a call was given or answered: most often JSON in a text. */
export function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** What a call of the tool that only asks the person asks; null for any other. */
export function questionOf({ tool, input }: { tool: string; input: unknown }): AskedQuestion | null {
  if (tool !== "request_user_input" || !isObject(input)) return null;
  const parts = listAt(input, "questions").filter(isObject).map(readPart);
  const text = parts[0]?.text ?? "A question without words";
  return { kind: "options", tool, input, text, parts, plan: null, terminalOnly: true };
}

/** The answers that such a call came back with, by the text of the question. */
export function answersIn(input: JsonObject, response: unknown): Readonly<Record<string, string>> {
  const told = typeof response === "string" ? parsed(response) : response;
  const answers = objectAt(isObject(told) ? told : {}, "answers");
  const questions = listAt(input, "questions").filter(isObject);
  return Object.fromEntries(
    questions.flatMap((question) => {
      const given = listAt(objectAt(answers, textAt(question, "id") ?? ""), "answers");
      return given.length === 0 ? [] : [[textAt(question, "question") ?? "", given.join(", ")] as const];
    }),
  );
}
