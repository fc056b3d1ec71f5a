import { isDeepStrictEqual } from "node:util";
import type { Question } from "@signalbox/contract/agents";
import { type Answer, AnswerContent, type Reach, type Way } from "@signalbox/contract/answers";
import type { Page } from "@signalbox/contract/common";
import { Id } from "@signalbox/contract/common";
import { newId } from "../../kernel/ids.ts";
import { redactValue } from "../../kernel/redact.ts";
import type { Db } from "../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import { answerErrors } from "./answers.errors.ts";
import {
  findAnswerByKey,
  findAnswers,
  findUnsettled,
  insertAnswer,
  presentAnswer,
  settleAnswer,
} from "./answers.repository.ts";
import type { AgentChannel } from "./channel.ts";
import { createDelivery } from "./delivery.ts";
import { unfitFor } from "./fit.ts";
import type { AnswersOptions } from "./options.ts";

/** An answer as somebody gives it. */
export interface GivenAnswer {
  questionId: string;
  /** Of the question as they saw it. */
  version: number;
  content: AnswerContent;
  key: string;
  by: Cause & { name: string };
}

export interface AnswersService {
  /**
   * Resolves once the agent has it.
   * @throws AppError `questions.not_found`, `answers.unfit`, `answers.stale`, `answers.unreachable`,
   * `answers.not_shown`, `answers.undelivered`, `answers.key_reused`
   */
  answer(given: GivenAnswer): Promise<Answer>;
  list(agentId: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<Answer>>;
  reach(agentId: string): Promise<Reach>;
  /** Opens the questions again whose answer was on its way when its server went. */
  giveUpBefore(moment: Date): Promise<void>;
}

const cursors = keysetCursor("answers", Id);

export const createAnswersService = (options: AnswersOptions): AnswersService => {
  const { db, clock, agents, channels } = options;
  const { questionOf, deliver } = createDelivery(options);
  return {
    async answer(given) {
      const { questionId, content, key, version } = given;
      const question = await questionOf(questionId);
      const before = await findAnswerByKey(db.read, questionId, key);
      if (before !== undefined) return sameAnswer(presentAnswer(before, question.callTurnId), content);
      const unfit = unfitFor(question, content);
      if (unfit !== null) throw answerErrors.unfit(unfit);
      if (question.state !== "open" || question.version !== version) throw answerErrors.stale(question);
      const channel = await channelTo(options, question);
      const unable = await channel.unable(question, content);
      if (unable !== null) throw answerErrors.unfit(sentence(unable));
      const answerId = await store(options, question, { ...given, way: channel.way });
      if (answerId === null) return sameAnswer(await storedAs(db, questionId, key), content);
      return deliver(answerId, question, { channel, content, by: given.by });
    },
    async list(agentId, { limit, cursor }) {
      const before = cursors.decode(cursor);
      await agents.backendOf(agentId);
      const rows = await findAnswers(db.read, agentId, { before, limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      const questions = await agents.questionsBy([...new Set(page.items.map((row) => row.question_id))]);
      const calls = new Map(questions.map(({ id, callTurnId }) => [id, callTurnId]));
      return {
        ...page,
        items: page.items.map((row) => presentAnswer(row, calls.get(row.question_id) ?? null)),
      };
    },
    async reach(agentId) {
      const backend = await agents.backendOf(agentId);
      const question = await agents.openQuestion(agentId);
      const found = await Promise.all(
        channels.map(async (channel) => ({
          way: channel.way,
          ...(await channel.reach({ agentId, backend, question })),
        })),
      );
      const best = found.find(({ open }) => open !== null);
      return {
        agentId,
        ways: found.map(({ way, open, why }) => ({ way, open: open !== null, why })),
        question: question && {
          ...{ id: question.id, version: question.version, way: best?.open ?? null },
          shown: best !== undefined && "shown" in best ? (best.shown ?? null) : null,
        },
      };
    },
    async giveUpBefore(moment) {
      for (const { id, question_id: questionId, agent_id: agentId } of await findUnsettled(db.read, moment)) {
        const seen = { agentId, questionId, answerId: id, answers: {} };
        await agents.answerSeen({ ...seen, kind: "answer_failed" });
        const problem = "the server went while it was on its way; the terminal shows whether it arrived";
        await db.transaction((tx) => settleAnswer(tx, id, { state: "failed", problem, at: clock.now() }));
      }
    },
  };
};

/** The best way that is open to a question. @throws AppError `answers.unreachable` */
async function channelTo({ agents, channels }: AnswersOptions, question: Question): Promise<AgentChannel> {
  const { agentId } = question;
  const reached = { agentId, backend: await agents.backendOf(agentId), question };
  const channel = channels.find((one) => one.wayTo(reached) !== null);
  if (channel !== undefined) return channel;
  const whys = await Promise.all(channels.map((one) => one.reach(reached)));
  throw answerErrors.unreachable(
    `Only its terminal can answer it now: ${whys.map(({ why }) => why).join("; ")}`,
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The id of the answer; null where its key has named one before. */
async function store(
  { db, clock, audit }: AnswersOptions,
  question: Question,
  { version, content, key, by, way }: GivenAnswer & { way: Way },
): Promise<string | null> {
  const id = newId();
  const { name, ...cause } = by;
  const subject = { kind: "question", id: question.id };
  const detail = { answerId: id, agentId: question.agentId, kind: content.kind, way };
  const kept = keptOf(content);
  const stored = await db.transaction(async (tx) => {
    const isNew = await insertAnswer(tx, {
      ...{ id, questionId: question.id, agentId: question.agentId, version, key, content: kept },
      ...{ way, by: { actor: cause.actor, name }, at: clock.now() },
    });
    if (isNew) await audit.record(tx, { ...cause, action: "question.answered", subject, detail });
    return isNew;
  });
  return stored ? id : null;
}

/** What is stored of an answer: a secret in it goes to the agent alone. */
const keptOf = (content: AnswerContent): AnswerContent => AnswerContent.parse(redactValue(content));

function sameAnswer(stored: Answer, content: AnswerContent): Answer {
  if (!isDeepStrictEqual(stored.content, keptOf(content))) throw answerErrors.keyReused();
  return stored;
}

async function storedAs(db: Db, questionId: string, key: string): Promise<Answer> {
  const row = await findAnswerByKey(db.read, questionId, key);
  if (row === undefined) throw answerErrors.noQuestion(questionId);
  return presentAnswer(row, null);
}
