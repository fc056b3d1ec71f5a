import { isDeepStrictEqual } from "node:util";
import type { Question } from "@signalbox/contract/agents";
import { hashText, newId } from "../../../kernel/ids.ts";
import { clipJson, keptOfForeign } from "../../../kernel/json.ts";
import { redactValue } from "../../../kernel/redact.ts";
import type { AskedQuestion } from "../../backends/index.ts";
import type { Heard } from "../intake/heard.ts";
import type { Lane } from "./answer-seen.ts";

/** What a CLI asks over its protocol. */
export interface AskedOver extends Lane {
  /** The protocol's own id of it, and how often it was told before. */
  identity: string;
  question: AskedQuestion;
  cwd: string;
  pid: number;
}

const event = "AskedOverProtocol";

/** As it would be stored, had a hook told it. */
const stored = (question: AskedQuestion): AskedQuestion => ({
  ...question,
  tool: question.tool === null ? null : clipped(question.tool),
  text: clipped(question.text),
  input: redactValue(clipJson(question.input, keptOfForeign)),
});

const clipped = (text: string): string => String(redactValue(clipJson(text, keptOfForeign)));

/** What the writer hears of a question that no hook told. */
export function hearAskedOver(asked: AskedOver, at: Date): Heard {
  const { backend, sessionId, childId, identity, cwd, pid } = asked;
  const question = stored(asked.question);
  const payload = { tool: question.tool, input: question.input, cwd, pid };
  return {
    ...{ id: newId(), backend, event, at, correlationId: newId(), payload, testId: null },
    size: JSON.stringify(payload).length,
    signal: {
      ...{ backend, source: "protocol", event, at, sessionId, cwd },
      ...{ promptId: null, model: null, transcriptPath: null, spent: null },
      child: childId === null ? null : { id: childId, type: null },
      process: { pid, pane: null, entry: null },
      ownIdentity: `protocol:${identity}`,
      observation: { kind: "asked", question },
    },
    marks: { signalId: null, fingerprint: hashText(identity) },
  };
}

/** Whether a question that was heard of is what is asked. Words leave things out: two edits of a file differ in their input. */
export function isAskedOver(heard: Question, asked: Pick<AskedOver, "question">): boolean {
  const { kind, tool, text, input } = stored(asked.question);
  return (
    heard.kind === kind && heard.tool === tool && heard.text === text && isDeepStrictEqual(heard.input, input)
  );
}
