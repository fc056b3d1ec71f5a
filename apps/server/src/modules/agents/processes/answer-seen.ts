import type { Backend } from "@signalbox/contract/common";
import { newId } from "../../../kernel/ids.ts";
import type { Observation } from "../../backends/index.ts";
import type { Heard } from "../intake/heard.ts";

/** What became of an answer that was given in Signalbox. */
export type AnswerObservation = Extract<
  Observation,
  { kind: "answer_begun" | "answer_delivered" | "answer_failed" }
>;

/** A session, or a child in it, by the CLI's own ids. */
export interface Lane {
  backend: Backend;
  sessionId: string;
  childId: string | null;
}

const eventOf = {
  answer_begun: "AnswerBegun",
  answer_delivered: "AnswerDelivered",
  answer_failed: "AnswerFailed",
} as const;

/** What the writer hears of an answer: one signal, however often it is told. */
export function hearAnswer(
  { backend, sessionId, childId }: Lane,
  observation: AnswerObservation,
  at: Date,
): Heard {
  const { kind, questionId, answerId } = observation;
  const identity = `${kind}:${answerId}`;
  const payload = { questionId, answerId };
  const event = eventOf[kind];
  return {
    ...{ id: newId(), backend, event, at, correlationId: newId(), payload, testId: null },
    size: JSON.stringify(payload).length,
    signal: {
      ...{ backend, source: "answer", event, at, sessionId },
      ...{ promptId: null, cwd: null, model: null, transcriptPath: null, spent: null },
      child: childId === null ? null : { id: childId, type: null },
      process: { pid: null, pane: null, entry: null },
      ownIdentity: identity,
      observation,
    },
    marks: { signalId: null, fingerprint: identity },
  };
}
