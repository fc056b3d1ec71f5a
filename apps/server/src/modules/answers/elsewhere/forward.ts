import type { Question } from "@signalbox/contract/agents";
import { type Answer, AnswerContent } from "@signalbox/contract/answers";
import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { OrderedBy } from "../../../platform/nodes/orders/ordered-by.ts";
import type { GiveOrder } from "../../../platform/nodes/orders/orders.ts";
import { answerErrors } from "../answers.errors.ts";
import { findAnswer, presentAnswer } from "../answers.repository.ts";
import type { createDelivery } from "../delivery.ts";
import { type GivenAnswer, type StoreOptions, storeAnswer } from "../store-answer.ts";
import type { WayElsewhere } from "./ways.repository.ts";

/** An answer on its way to the node that delivers it: whole, with who gave it. */
export const ForwardedAnswer = z.object({ answerId: z.string(), content: AnswerContent, by: OrderedBy });
export type ForwardedAnswer = z.infer<typeof ForwardedAnswer>;

export type OrderDelivery = GiveOrder<ForwardedAnswer, object>;

interface ForwardOptions extends StoreOptions {
  order: OrderDelivery;
  questionOf(id: string): Promise<Question>;
  fail: ReturnType<typeof createDelivery>["fail"];
}

interface Forwarding {
  question: Question;
  given: GivenAnswer;
  to: WayElsewhere;
}

/** Has a node that has a way deliver an answer; resolves once it is known what became of it, with null where its key was used before. */
export const forward = async (
  options: ForwardOptions,
  { question, given, to }: Forwarding,
): Promise<Answer | null> => {
  const { way } = to.open;
  const id = newId();
  const stored = { id, question, given: { ...given, way }, nodeId: to.node.id };
  if (!(await storeAnswer(options, stored))) return null;
  const { content, by } = given;
  const about = { subject: { kind: "question", id: question.id }, agentId: question.agentId, by };
  try {
    await options.order([to.node], { answerId: id, content, by }, about);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // It may have arrived, or does yet: it is given up later.
    if (error.code === "nodes.untold") throw answerErrors.untold(error.message);
    // Nothing was sent, and nothing will be.
    if (error.code === "nodes.unreached")
      await options.fail(id, question, { way, by, problem: error.message });
    throw answerErrors.undelivered(`It did not arrive: ${error.message}`);
  }
  return outcome(options, id, question.id);
};

/** What the other node wrote of it. @throws AppError `answers.stale`, `answers.undelivered` */
async function outcome({ db, questionOf }: ForwardOptions, id: string, questionId: string): Promise<Answer> {
  const row = await findAnswer(db.read, id);
  if (row?.state === "delivered") return presentAnswer(row, (await questionOf(questionId)).callTurnId);
  if (row?.state === "refused") throw answerErrors.stale(await questionOf(questionId));
  throw answerErrors.undelivered(
    `It did not arrive: ${row?.problem ?? "its question is not known any more"}`,
  );
}
