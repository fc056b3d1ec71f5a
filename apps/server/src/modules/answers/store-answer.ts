import type { Question } from "@signalbox/contract/agents";
import { AnswerContent, type Way } from "@signalbox/contract/answers";
import type { Clock } from "../../kernel/clock.ts";
import { redactValue } from "../../kernel/redact.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import { insertAnswer } from "./answers.repository.ts";

/** An answer as somebody gives it. */
export interface GivenAnswer {
  questionId: string;
  /** Of the question as they saw it. */
  version: number;
  content: AnswerContent;
  key: string;
  by: Cause & { name: string };
}

export interface StoreOptions {
  db: Db;
  clock: Clock;
  audit: Audit;
}

interface StoredAnswer {
  id: string;
  question: Question;
  given: GivenAnswer & { way: Way };
  /** The other node that delivers it. */
  nodeId: string | null;
}

/** Writes an answer down before anything is sent; false where its key has named one before. */
export const storeAnswer = (
  { db, clock, audit }: StoreOptions,
  { id, question, given, nodeId }: StoredAnswer,
): Promise<boolean> => {
  const { version, content, key, by, way } = given;
  const { name, ...cause } = by;
  const subject = { kind: "question", id: question.id };
  const detail = { answerId: id, agentId: question.agentId, kind: content.kind, way };
  const at = clock.now();
  return db.transaction(async (tx) => {
    const isNew = await insertAnswer(tx, {
      ...{ id, questionId: question.id, agentId: question.agentId, version, key, content: keptOf(content) },
      ...{ way, by: { actor: cause.actor, name }, at, nodeId },
    });
    if (!isNew) return false;
    await audit.record(tx, { ...cause, action: "question.answered", subject, detail });
    return true;
  });
};

/** What is stored of an answer: a secret in it goes to the agent alone. */
export const keptOf = (content: AnswerContent): AnswerContent => AnswerContent.parse(redactValue(content));
