import { type Question, QuestionPart } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";
import type { AgentsQuestions } from "../../../platform/database/tables.ts";
import { isWithin, type Window } from "./window.ts";

const Parts = z.array(QuestionPart);

export const presentQuestion = (row: Selectable<AgentsQuestions>): Question => ({
  id: row.id,
  agentId: row.agent_id,
  commandId: row.command_id,
  turnId: row.turn_id,
  kind: row.kind,
  state: row.state,
  version: row.version,
  tool: row.tool,
  text: row.text,
  input: row.input,
  parts: Parts.parse(row.parts),
  plan: row.plan,
  terminalOnly: row.terminal_only,
  answerId: row.answer_id,
  callTurnId: row.call_turn_id,
  at: row.at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
});

/** An agent's questions. */
export async function findQuestions(read: Queryable, agentId: string, window: Window): Promise<Question[]> {
  const rows = await read
    .selectFrom("agents_questions")
    .where("agent_id", "=", agentId)
    .where(isWithin(window))
    .orderBy("id", window.order)
    .limit(window.limit)
    .selectAll()
    .execute();
  return rows.map(presentQuestion);
}

/** Those questions that are kept. */
export async function findQuestionsById(read: Queryable, ids: readonly string[]): Promise<Question[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("agents_questions")
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .selectAll()
    .execute();
  return rows.map(presentQuestion);
}

const isOpen = ["open", "answering"] as const;

/** What an agent asks now. */
export async function findOpenQuestion(read: Queryable, agentId: string): Promise<Question | null> {
  const row = await read
    .selectFrom("agents_questions")
    .where("agent_id", "=", agentId)
    .where("state", "in", isOpen)
    .orderBy("id", "desc")
    .limit(1)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? null : presentQuestion(row);
}

interface HostLane {
  hostId: string;
  backend: Backend;
  sessionId: string;
  childId: string | null;
}

/** What a session of a machine asks now, or a child in it. */
export async function findOpenQuestionIn(
  read: Queryable,
  { hostId, backend, sessionId, childId }: HostLane,
): Promise<Question | null> {
  const session = await read
    .selectFrom("agents")
    .where("session_id", "=", sessionId)
    .where("backend", "=", backend)
    .where("host_id", "=", hostId)
    .where("parent_id", "is", null)
    .select("id")
    .executeTakeFirst();
  if (session === undefined || childId === null)
    return session === undefined ? null : findOpenQuestion(read, session.id);
  const child = await read
    .selectFrom("agents")
    .where("parent_id", "=", session.id)
    .where("session_id", "=", childId)
    .select("id")
    .executeTakeFirst();
  return child === undefined ? null : findOpenQuestion(read, child.id);
}

/** An open question with the agent that waits for its answer. */
export interface WaitingQuestion {
  question: Question;
  agent: { id: string; title: string | null; backend: Backend; projectId: string | null };
}

interface WaitingWindow {
  /** Only questions asked after this one. */
  after: { at: Date; id: string } | undefined;
  limit: number;
}

/** Open questions, the longest wait first. */
export async function findWaiting(
  read: Queryable,
  { after, limit }: WaitingWindow,
): Promise<WaitingQuestion[]> {
  let query = read
    .selectFrom("agents_questions as question")
    .innerJoin("agents as agent", "agent.id", "question.agent_id")
    .where("question.state", "in", ["open", "answering"])
    .orderBy("question.at")
    .orderBy("question.id")
    .limit(limit);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(question.at, question.id) > (${after.at}, ${after.id}::uuid)`);
  }
  const rows = await query
    .selectAll("question")
    .select(["agent.title as agentTitle", "agent.backend as backend", "agent.project_id as projectId"])
    .execute();
  return rows.map(({ agentTitle, backend, projectId, ...row }) => ({
    question: presentQuestion(row),
    agent: { id: row.agent_id, title: agentTitle, backend, projectId },
  }));
}

export async function countWaiting(read: Queryable): Promise<{ count: number; oldest: Date | null }> {
  return read
    .selectFrom("agents_questions")
    .where("state", "in", ["open", "answering"])
    .select([sql<number>`count(*)::int`.as("count"), sql<Date | null>`min(at)`.as("oldest")])
    .executeTakeFirstOrThrow();
}
