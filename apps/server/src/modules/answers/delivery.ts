import type { Question } from "@signalbox/contract/agents";
import type { Answer, AnswerContent } from "@signalbox/contract/answers";
import type { HeldQuestion } from "../backends/index.ts";
import { answerErrors } from "./answers.errors.ts";
import { presentAnswer, type Settlement, settleAnswer } from "./answers.repository.ts";
import type { AnswersOptions } from "./options.ts";

interface Reply {
  asked: HeldQuestion;
  content: AnswerContent;
}

/** How an answer that is stored gets to its agent. */
export function createDelivery({ db, clock, agents, held }: AnswersOptions) {
  const questionOf = async (id: string): Promise<Question> => {
    const [question] = await agents.questionsBy([id]);
    if (question === undefined) throw answerErrors.noQuestion(id);
    return question;
  };

  const settle = async (id: string, settlement: Omit<Settlement, "at">): Promise<Answer> => {
    const row = await db.transaction((tx) => settleAnswer(tx, id, { ...settlement, at: clock.now() }));
    if (row === undefined) throw new Error(`Answer ${id} was settled before`);
    return presentAnswer(row);
  };

  /** The question's lane decides whether this is the answer that counts; only then is anything sent. */
  const deliver = async (answerId: string, question: Question, reply: Reply): Promise<Answer> => {
    const { id: questionId, agentId } = question;
    const { asked, content } = reply;
    const seen = { agentId, questionId, answerId, answers: answersOf(question, content) };
    await agents.answerSeen({ ...seen, kind: "answer_begun" });
    const now = await questionOf(questionId);
    if (now.state !== "answering" || now.answerId !== answerId) {
      await settle(answerId, { state: "refused", problem: "the question had moved" });
      throw answerErrors.stale(now);
    }
    if (await held.reply(questionId, asked.replyTo(content))) {
      await agents.answerSeen({ ...seen, kind: "answer_delivered" });
      return settle(answerId, { state: "delivered", problem: null });
    }
    const problem = "the CLI took the question back before the answer reached it";
    await agents.answerSeen({ ...seen, kind: "answer_failed" });
    await settle(answerId, { state: "failed", problem });
    throw answerErrors.undelivered(`It did not arrive: ${problem}`);
  };

  return { questionOf, deliver };
}

/** The words that each part is answered with, as the CLI's own result would tell them. */
function answersOf({ parts }: Question, content: AnswerContent): Record<string, string> {
  if (content.kind !== "options") return {};
  return Object.fromEntries(parts.map(({ text }, at) => [text, (content.answers[at] ?? []).join(", ")]));
}
