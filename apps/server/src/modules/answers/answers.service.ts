import { isDeepStrictEqual } from "node:util";
import type { Answer, AnswerContent, Reach } from "@signalbox/contract/answers";
import type { Page } from "@signalbox/contract/common";
import { Id } from "@signalbox/contract/common";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import { answerErrors } from "./answers.errors.ts";
import {
  findAnswerByKey,
  findAnswers,
  findUnsettled,
  presentAnswer,
  settleAnswer,
} from "./answers.repository.ts";
import type { createDelivery } from "./delivery.ts";
import type { Elsewhere } from "./elsewhere/elsewhere.ts";
import { unfitFor } from "./fit.ts";
import type { AnswersOptions } from "./options.ts";
import { reachOf } from "./reach.ts";
import { type GivenAnswer, keptOf, storeAnswer } from "./store-answer.ts";
import type { Ways } from "./ways.ts";

export interface AnswersService {
  /**
   * Resolves once the agent has it.
   * @throws AppError `questions.not_found`, `answers.unfit`, `answers.stale`, `answers.unreachable`,
   * `answers.not_shown`, `answers.undelivered`, `answers.untold`, `answers.key_reused`
   */
  answer(given: GivenAnswer): Promise<Answer>;
  list(agentId: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<Answer>>;
  reach(agentId: string): Promise<Reach>;
  /** Opens the questions again whose answer was on its way when its server went. */
  giveUpBefore(moment: Date): Promise<void>;
}

const cursors = keysetCursor("answers", Id);

interface ServiceOptions extends AnswersOptions {
  delivery: Pick<ReturnType<typeof createDelivery>, "questionOf" | "deliver">;
  ways: Ways;
  /** The ways that other nodes have. */
  elsewhere: Pick<Elsewhere, "wayTo" | "forward">;
}

export const createAnswersService = (options: ServiceOptions): AnswersService => {
  const { db, clock, agents, ways, elsewhere } = options;
  const { questionOf, deliver } = options.delivery;
  return {
    async answer(given) {
      const { questionId, content, key, version } = given;
      const question = await questionOf(questionId);
      const before = await findAnswerByKey(db.read, questionId, key);
      if (before !== undefined) return sameAnswer(presentAnswer(before, question.callTurnId), content);
      const unfit = unfitFor(question, content);
      if (unfit !== null) throw answerErrors.unfit(unfit);
      if (question.state !== "open" || question.version !== version) throw answerErrors.stale(question);
      const asking = {
        agentId: question.agentId,
        backend: await agents.backendOf(question.agentId),
        question,
      };
      const channel = ways.channelTo(asking);
      if (channel === undefined) {
        const to = await elsewhere.wayTo(questionId);
        if (to === null) throw await ways.unreachable(asking);
        const answer = await elsewhere.forward({ question, given, to });
        return answer ?? sameAnswer(await storedAs(db, questionId, key), content);
      }
      const unable = await channel.unable(question, content);
      if (unable !== null) throw answerErrors.unfit(sentence(unable));
      const id = newId();
      const answer = { id, question, given: { ...given, way: channel.way }, nodeId: null };
      if (!(await storeAnswer(options, answer)))
        return sameAnswer(await storedAs(db, questionId, key), content);
      return deliver(id, question, { channel, content, by: given.by });
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
    reach: (agentId) => reachOf(agentId, options),
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

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function sameAnswer(stored: Answer, content: AnswerContent): Answer {
  if (!isDeepStrictEqual(stored.content, keptOf(content))) throw answerErrors.keyReused();
  return stored;
}

async function storedAs(db: Db, questionId: string, key: string): Promise<Answer> {
  const row = await findAnswerByKey(db.read, questionId, key);
  if (row === undefined) throw answerErrors.noQuestion(questionId);
  return presentAnswer(row, null);
}
