import type { Backend } from "@signalbox/contract/common";
import { newId } from "../../../kernel/ids.ts";
import type { Observation } from "../../backends/index.ts";
import type { Heard } from "../intake/heard.ts";

/** What became of a question that can be answered in Signalbox. */
export type AnswerObservation = Extract<
  Observation,
  { kind: "answer_begun" | "answer_delivered" | "answer_failed" | "call_runs" }
>;

/** A session, or a child in it, by the CLI's own ids. */
export interface Lane {
  backend: Backend;
  sessionId: string;
  childId: string | null;
}

const eventOf = {
  call_runs: "CallRuns",
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
  const { kind, questionId } = observation;
  const answer = observation.kind === "call_runs" ? {} : { answerId: observation.answerId };
  const identity = `${kind}:${answer.answerId ?? questionId}`;
  const payload = { questionId, ...answer };
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
