import { setTimeout as pause } from "node:timers/promises";
import type { Question } from "@signalbox/contract/agents";
import { type Answer, answerForwarded } from "@signalbox/contract/answers";
import { newId } from "../../../kernel/ids.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { answerErrors } from "../answers.errors.ts";
import { findAnswer, presentAnswer, takeForwarded } from "../answers.repository.ts";
import type { createDelivery } from "../delivery.ts";
import { type GivenAnswer, type StoreOptions, storeAnswer } from "../store-answer.ts";
import { forwardedText } from "./forwarded.ts";
import { seal } from "./sealing.ts";
import type { WayElsewhere } from "./ways.repository.ts";

interface ForwardOptions extends StoreOptions {
  events: Pick<EventLog, "append">;
  questionOf(id: string): Promise<Question>;
  fail: ReturnType<typeof createDelivery>["fail"];
}

interface Forwarding {
  question: Question;
  given: GivenAnswer;
  to: WayElsewhere;
}

/** Longer than an answer may be on its way until it counts as lost. */
const longestMs = 45_000;
/** A node that lives takes it at once, or at its next look. */
const untakenMs = 5_000;
const oftenMs = 25;
const seldomMs = 250;

/** Has a node that has a way deliver an answer; resolves once it is known what became of it, with null where its key was used before. */
export const forward = async (
  options: ForwardOptions,
  { question, given, to }: Forwarding,
): Promise<Answer | null> => {
  const id = newId();
  const { content, by } = given;
  const sealed = await seal(forwardedText({ content, by }), { key: to.sealingKey, about: id });
  const tell: Parameters<typeof storeAnswer>[2] = (tx, at) => {
    const subject = { kind: "question", id: question.id };
    const context = {
      at,
      actor: by.actor,
      subject,
      correlationId: by.correlationId,
      agentId: question.agentId,
    };
    const { nodeId } = to;
    options.events.append(
      tx,
      newEvent(answerForwarded, context, { questionId: question.id, answerId: id, nodeId }),
    );
  };
  const { way } = to.open;
  const forwarded = { nodeId: to.nodeId, sealed };
  const isNew = await storeAnswer(options, { id, question, given: { ...given, way }, forwarded }, tell);
  return isNew ? outcome(options, id, { question, given, to }) : null;
};

/** What the other node wrote of it. @throws AppError `answers.stale`, `answers.undelivered` */
async function outcome(options: ForwardOptions, id: string, forwarded: Forwarding): Promise<Answer> {
  const { db, questionOf } = options;
  const questionId = forwarded.question.id;
  const began = performance.now();
  let isTaken = false;
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs = performance.now() - began) {
    const row = await findAnswer(db.read, id);
    if (row?.state === "delivered") return presentAnswer(row, (await questionOf(questionId)).callTurnId);
    if (row?.state === "refused") throw answerErrors.stale(await questionOf(questionId));
    if (row?.state === "failed") throw answerErrors.undelivered(`It did not arrive: ${row.problem}`);
    isTaken ||= row?.sealed === null;
    if (!isTaken && waitedMs > untakenMs) isTaken = !(await takeBack(options, id, forwarded));
    await pause(waitedMs < untakenMs ? oftenMs : seldomMs);
  }
  throw answerErrors.undelivered("The node that has the way to it did not tell what became of it");
}

/** From a node that does not take it, so that it can't do so later; false where it just did. */
async function takeBack({ db, fail }: ForwardOptions, id: string, { question, given, to }: Forwarding) {
  const row = await db.transaction((tx) => takeForwarded(tx, id, to.nodeId));
  if (row === undefined) return false;
  const problem = `the node on ${to.hostName}, which has the way to it, does not answer`;
  await fail(id, question, { way: to.open.way, by: given.by, problem });
  return true;
}
