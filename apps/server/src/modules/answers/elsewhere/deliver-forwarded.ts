import { AppError } from "../../../kernel/errors.ts";
import type { Db } from "../../../platform/database/database.ts";
import { findAnswer, presentAnswer } from "../answers.repository.ts";
import type { AgentChannel } from "../channel.ts";
import type { createDelivery } from "../delivery.ts";
import type { ForwardedAnswer } from "./forward.ts";

interface DeliverOptions extends ReturnType<typeof createDelivery> {
  db: Db;
  /** @throws AppError where the way is closed */
  channelTo(question: Parameters<AgentChannel["unable"]>[0]): Promise<AgentChannel>;
}

/** Delivers an answer that another node forwarded; what became of it stands with the answer, where that one reads it. */
export const deliverForwarded =
  ({ db, questionOf, deliver, fail, channelTo }: DeliverOptions) =>
  async ({ answerId: id, content, by }: ForwardedAnswer): Promise<object> => {
    const row = await findAnswer(db.read, id);
    // Erased meanwhile.
    if (row === undefined) return {};
    const { way } = presentAnswer(row, null);
    const question = await questionOf(row.question_id);
    try {
      const channel = await channelTo(question);
      const unable = await channel.unable(question, content);
      if (unable !== null) await fail(id, question, { way: channel.way, by, problem: unable });
      else await deliver(id, question, { channel, content, by });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Delivery has written most of these down itself.
      await fail(id, question, { way, by, problem: error.message });
    }
    return {};
  };
