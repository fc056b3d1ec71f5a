import { type Answer, AnswerContent, Way } from "@signalbox/contract/answers";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { AnswersGiven } from "../../platform/database/tables.ts";

export type NewAnswer = Omit<Answer, "state" | "problem" | "settledAt" | "callTurnId" | "by" | "at"> & {
  at: Date;
  version: number;
  key: string;
  by: { actor: string; name: string };
  /** The node that delivers it, where it was given at another one. */
  nodeId: string | null;
};

export const presentAnswer = (row: Selectable<AnswersGiven>, callTurnId: string | null): Answer => ({
  id: row.id,
  questionId: row.question_id,
  agentId: row.agent_id,
  content: AnswerContent.parse(row.content),
  way: Way.parse(row.way),
  state: row.state,
  problem: row.problem,
  by: row.actor_name,
  at: row.at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
  callTurnId,
});

/** False where the key has named an answer to this question before. */
export async function insertAnswer(tx: Tx, answer: NewAnswer): Promise<boolean> {
  const { id, questionId, agentId, version, key, content, way, by, at, nodeId } = answer;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("answers_given")
    .values({
      ...{ id, question_id: questionId, agent_id: agentId, question_version: version, idempotency_key: key },
      ...{ content: JSON.stringify(content), way, state: "given", actor: by.actor, actor_name: by.name, at },
      node_id: nodeId,
    })
    .onConflict((conflict) => conflict.columns(["question_id", "idempotency_key"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export interface Settlement {
  state: "delivered" | "refused" | "failed";
  problem: string | null;
  at: Date;
}

/** Once settled, an answer stays as it is. */
export const settleAnswer = (tx: Tx, id: string, { state, problem, at }: Settlement) =>
  tx
    .updateTable("answers_given")
    .set({ state, problem, settled_at: at })
    .where("id", "=", id)
    .where("state", "=", "given")
    .returningAll()
    .executeTakeFirst();

export const findAnswer = (read: Queryable, id: string) =>
  read.selectFrom("answers_given").where("id", "=", id).selectAll().executeTakeFirst();

export const findAnswerByKey = (read: Queryable, questionId: string, key: string) =>
  read
    .selectFrom("answers_given")
    .where("question_id", "=", questionId)
    .where("idempotency_key", "=", key)
    .selectAll()
    .executeTakeFirst();

/** Answers that were given before and whose end nobody saw. */
export const findUnsettled = (read: Queryable, before: Date) =>
  read
    .selectFrom("answers_given")
    .where("state", "=", "given")
    .where("at", "<", before)
    .orderBy("at")
    .limit(200)
    .select(["id", "question_id", "agent_id"])
    .execute();

/** An agent's answers, the latest first. */
export async function findAnswers(
  read: Queryable,
  agentId: string,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<Selectable<AnswersGiven>[]> {
  let query = read
    .selectFrom("answers_given")
    .where("agent_id", "=", agentId)
    .orderBy("id", "desc")
    .limit(limit)
    .selectAll();
  if (before !== undefined) query = query.where("id", "<", before);
  return query.execute();
}
