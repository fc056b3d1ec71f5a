import type { Observation } from "../../backends/index.ts";
import type { OpenQuestion } from "./tracked.ts";
import { closeQuestion, completeCommand, say, type Work } from "./work.ts";

type AnswerSeen = Extract<Observation, { kind: "answer_begun" | "answer_delivered" | "answer_failed" }>;

/** What became of an answer that was given in Signalbox. One to a question that awaits it no more changes nothing. */
export function observeAnswer(work: Work, seen: AnswerSeen): void {
  const { question } = work.agent.memory;
  if (question?.id !== seen.questionId) return;
  const { answerId = null } = question;
  if (seen.kind === "answer_begun") {
    if (answerId === null) move(work, question, { state: "answering", answerId: seen.answerId });
  } else if (answerId === seen.answerId) {
    if (seen.kind === "answer_failed") move(work, question, { state: "open", answerId });
    else arrive(work, seen);
  }
}

/** What was asked about was seen to run. One whose answer from here is on its way is that answer's. */
export function observeRunning(
  work: Work,
  { questionId }: Extract<Observation, { kind: "call_runs" }>,
): void {
  const { question } = work.agent.memory;
  if (question?.id !== questionId || (question.answerId ?? null) !== null) return;
  closeQuestion(work, "answered_elsewhere");
  say(work, "user.answer", "allowed in the terminal: it runs");
}

function arrive(work: Work, { answers, ends }: Extract<Observation, { kind: "answer_delivered" }>): void {
  const rule = "answered from Signalbox";
  closeQuestion(work, "answered", answers);
  if (ends === true) completeCommand(work, { outcome: "done", rule });
  else say(work, "user.answer", rule);
}

function move(
  { agent, facts }: Work,
  question: OpenQuestion,
  { state, answerId }: { state: "open" | "answering"; answerId: string },
): void {
  const version = (question.version ?? 1) + 1;
  agent.memory.question = { ...question, version, answerId: state === "answering" ? answerId : null };
  facts.push({ kind: "question_moved", id: question.id, state, version, answerId });
}
