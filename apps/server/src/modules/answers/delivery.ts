import { setTimeout as pause } from "node:timers/promises";
import type { Question } from "@signalbox/contract/agents";
import type { Answer, AnswerContent, Way } from "@signalbox/contract/answers";
import { AppError } from "../../kernel/errors.ts";
import type { Cause } from "../../platform/http/http.ts";
import { answerErrors } from "./answers.errors.ts";
import { findAnswer, presentAnswer, type Settlement, settleAnswer } from "./answers.repository.ts";
import type { AgentChannel } from "./channel.ts";
import type { AnswersOptions } from "./options.ts";

interface Sender {
  way: Way;
  by: Cause;
}

interface Reply {
  channel: AgentChannel;
  content: AnswerContent;
  by: Cause & { name: string };
}

/** Until the hook of a prompt tells of it. */
const promptMs = 3_000;

/** How an answer that is stored gets to its agent. */
export function createDelivery({ db, clock, agents, audit, say }: AnswersOptions) {
  const questionOf = async (id: string): Promise<Question> => {
    const [question] = await agents.questionsBy([id]);
    if (question === undefined) throw answerErrors.noQuestion(id);
    return question;
  };

  /** Words are told by the prompt that they are, which closes the question: told before it, they would be another command. */
  const closing = async (id: string): Promise<void> => {
    for (let waited = 0; waited < promptMs; waited += 50) {
      if ((await questionOf(id)).closedAt !== null) return;
      await pause(50);
    }
  };

  /** What became of an answer, and which call it was about, goes into the audit with who gave it; null where it was settled before. */
  const settle = async (
    id: string,
    { way, by }: Sender,
    { state, problem, question }: Omit<Settlement, "at"> & { question: Question },
  ): Promise<Answer | null> => {
    const { tool, callTurnId } = question;
    const detail = { answerId: id, way, tool, callTurnId, problem };
    const row = await db.transaction(async (tx) => {
      const settled = await settleAnswer(tx, id, { state, problem, at: clock.now() });
      if (settled === undefined) return undefined;
      const subject = { kind: "question", id: question.id };
      await audit.record(tx, { ...causeIn(by), action: `question.answer_${state}`, subject, detail });
      return settled;
    });
    return row === undefined ? null : presentAnswer(row, callTurnId);
  };

  /** Before anything was sent. */
  const fail = (id: string, question: Question, { problem, ...sender }: Sender & { problem: string }) =>
    settle(id, sender, { state: "failed", problem, question });

  /** The question's lane decides whether this is the answer that counts; only then is anything sent. */
  const deliver = async (answerId: string, question: Question, reply: Reply): Promise<Answer> => {
    const { id: questionId, agentId } = question;
    const { channel, content, by } = reply;
    const sender = { way: channel.way, by };
    const seen = { agentId, questionId, answerId, answers: answersOf(question, content) };
    await agents.answerSeen({ ...seen, kind: "answer_begun" });
    const [now, stored] = await Promise.all([questionOf(questionId), findAnswer(db.read, answerId)]);
    if (stored?.state !== "given") {
      await agents.answerSeen({ ...seen, kind: "answer_failed" });
      throw answerErrors.undelivered("It took too long, and was given up meanwhile");
    }
    if (now.state !== "answering" || now.answerId !== answerId) {
      await settle(answerId, sender, { state: "refused", problem: "the question had moved", question: now });
      throw answerErrors.stale(now);
    }
    const sent = await channel.deliver(question, content);
    const { problem } = sent;
    if (sent.arrived) {
      if (content.kind === "text") await closing(questionId);
      const ending = sent.ends === undefined ? {} : { ends: sent.ends };
      await agents.answerSeen({ ...seen, ...ending, kind: "answer_delivered" });
      const ofNote = await sayNote(say, agentId, { ...reply, answerId });
      const question = await questionOf(questionId);
      const delivered = { state: "delivered", problem: problem ?? ofNote, question } as const;
      const answer = await settle(answerId, sender, delivered);
      if (answer === null) throw new Error(`Answer ${answerId} was settled before`);
      return answer;
    }
    await agents.answerSeen({ ...seen, kind: "answer_failed" });
    await settle(answerId, sender, { state: "failed", problem, question });
    throw answerErrors.undelivered(`It did not arrive: ${problem}`);
  };

  return { questionOf, deliver, fail };
}

/** A note that did not go along is said by itself; what there is to know of it, null where it was said. */
async function sayNote(
  say: AnswersOptions["say"],
  agentId: string,
  { channel, content, by, answerId }: Reply & { answerId: string },
): Promise<string | null> {
  if (content.kind !== "allow" || content.note === undefined || channel.carriesNote) return null;
  try {
    const said = { agentId, key: `note-${answerId}`, text: content.note, interrupt: false, by };
    const { state } = await say(said);
    return state === "sent" ? null : "its note is queued, and said once the agent waits for input";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `its note was not said: ${error.message}`;
  }
}

const causeIn = ({ actor, correlationId, address }: Cause): Cause => ({ actor, correlationId, address });

/** The words that each part is answered with, as the CLI's own result would tell them. */
function answersOf({ parts }: Question, content: AnswerContent): Record<string, string> {
  if (content.kind !== "options") return {};
  return Object.fromEntries(parts.map(({ text }, at) => [text, (content.answers[at] ?? []).join(", ")]));
}
