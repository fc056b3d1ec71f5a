import { isDeepStrictEqual } from "node:util";
import type { Question } from "@signalbox/contract/agents";
import { type Answer, AnswerContent, type Reach } from "@signalbox/contract/answers";
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
   * `answers.undelivered`, `answers.key_reused`
   */
  answer(given: GivenAnswer): Promise<Answer>;
  list(agentId: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<Answer>>;
  reach(agentId: string): Promise<Reach>;
  /** Opens the questions again whose answer was on its way when its server went. */
  giveUpBefore(moment: Date): Promise<void>;
}

const cursors = keysetCursor("answers", Id);

export const createAnswersService = (options: AnswersOptions): AnswersService => {
  const { db, clock, agents, held } = options;
  const { questionOf, deliver } = createDelivery(options);
  return {
    async answer(given) {
      const { questionId, content, key, version } = given;
      const question = await questionOf(questionId);
      const before = await findAnswerByKey(db.read, questionId, key);
      if (before !== undefined) return sameAnswer(presentAnswer(before), content);
      const unfit = unfitFor(question, content);
      if (unfit !== null) throw answerErrors.unfit(unfit);
      if (question.state !== "open" || question.version !== version) throw answerErrors.stale(question);
      const asked = held.asked(questionId);
      if (asked === null) throw answerErrors.unreachable(unreachable);
      const unable = asked.unable(content);
      if (unable !== null) throw answerErrors.unfit(unable);
      const answerId = await store(options, question, given);
      if (answerId === null) return sameAnswer(await storedAs(db, questionId, key), content);
      return deliver(answerId, question, { asked, content });
    },
    async list(agentId, { limit, cursor }) {
      const before = cursors.decode(cursor);
      await agents.backendOf(agentId);
      const rows = await findAnswers(db.read, agentId, { before, limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
    },
    async reach(agentId) {
      const backend = await agents.backendOf(agentId);
      const question = await agents.openQuestion(agentId);
      const way = question === null ? null : held.wayTo(question.id);
      const why =
        way === null ? whyNotHeld(backend, question) : "the question's own hook waits for the answer";
      return {
        agentId,
        ways: [{ way: "held_hook", open: way !== null, why }],
        question: question && { id: question.id, version: question.version, way },
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

const unreachable = "Only its terminal can answer it now: no hook waits for the answer";

function whyNotHeld(backend: string, question: Question | null): string {
  if (backend !== "claude") return "only Claude Code asks by a hook that waits";
  if (question === null) return "nothing is asked";
  if (question.terminalOnly || question.kind === "text")
    return "no hook asks this: it stands in the terminal alone";
  return "its hook does not wait: it runs headless, its hooks are of an older Signalbox, or the server was started since";
}

/** The id of the answer; null where its key has named one before. */
async function store(
  { db, clock, audit }: AnswersOptions,
  question: Question,
  { version, content, key, by }: GivenAnswer,
): Promise<string | null> {
  const id = newId();
  const { name, ...cause } = by;
  const subject = { kind: "question", id: question.id };
  const detail = { answerId: id, agentId: question.agentId, kind: content.kind, way: "held_hook" };
  const kept = keptOf(content);
  const stored = await db.transaction(async (tx) => {
    const isNew = await insertAnswer(tx, {
      ...{ id, questionId: question.id, agentId: question.agentId, version, key, content: kept },
      ...{ way: "held_hook", by: { actor: cause.actor, name }, at: clock.now() },
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
  return presentAnswer(row);
}
