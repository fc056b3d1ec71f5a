import { setTimeout as pause } from "node:timers/promises";
import { answerForwarded } from "@signalbox/contract/answers";
import type { Logger } from "pino";
import { AppError } from "../../../kernel/errors.ts";
import type { Service } from "../../../kernel/module.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import { findForwarded, takeForwarded } from "../answers.repository.ts";
import type { AgentChannel } from "../channel.ts";
import type { createDelivery } from "../delivery.ts";
import { followTypes } from "../follow-types.ts";
import { readForwarded } from "./forwarded.ts";
import type { Sealing } from "./sealing.ts";

interface ReceiveOptions extends ReturnType<typeof createDelivery> {
  db: Db;
  events: Pick<EventLog, "range" | "follow">;
  log: Logger;
  nodeId: string;
  sealing: Sealing;
  /** @throws AppError where the way is closed */
  channelTo(question: Parameters<AgentChannel["unable"]>[0]): Promise<AgentChannel>;
}

/** Told of an answer by an event; what was missed is found at the next look. */
const everyMs = 2_000;

/** Delivers the answers that other nodes forward to this one. */
export function receiveAnswers(options: ReceiveOptions): { service: Service; loop: Loop } {
  const { db, events, log, nodeId } = options;
  const take = receiver(options);
  const running = new Set<Promise<void>>();
  const receive = (id: string) => {
    const one = take(id).finally(() => running.delete(one));
    running.add(one);
  };
  const look = async () => {
    for (const id of await findForwarded(db.read, nodeId)) receive(id);
  };
  const follower = followTypes({
    ...{ events, log, name: "answers forwarded", types: [answerForwarded.type] },
    deliver: (forwarded) => {
      for (const { data } of forwarded) {
        const { nodeId: to, answerId } = answerForwarded.data.parse(data);
        if (to === nodeId) receive(answerId);
      }
    },
  });
  return {
    service: {
      ...follower,
      stop: async () => {
        await follower.stop?.();
        // What is on its way is written down before the database closes.
        await Promise.all(running);
      },
    },
    loop: {
      name: "answers forwarded",
      summary: "Delivers answers that other nodes forward to this one",
      alone: false,
      dispensable: true,
      async run(signal) {
        while (!signal.aborted) {
          await look();
          await pause(everyMs, undefined, { signal }).catch(() => {});
        }
      },
    },
  };
}

/** Takes an answer, once, and delivers it; what became of it stands with the answer, where the other node reads it. */
const receiver = ({ db, nodeId, sealing, questionOf, deliver, fail, channelTo, log }: ReceiveOptions) => {
  const taken = async (id: string): Promise<void> => {
    const row = await db.transaction((tx) => takeForwarded(tx, id, nodeId));
    if (row === undefined) return;
    const { content, by } = readForwarded(await sealing.open(row.sealed, id));
    const question = await questionOf(row.question_id);
    try {
      const channel = await channelTo(question);
      const unable = await channel.unable(question, content);
      if (unable !== null) return void (await fail(id, question, { way: channel.way, by, problem: unable }));
      await deliver(id, question, { channel, content, by });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Delivery has written most of these down itself.
      await fail(id, question, { way: row.way, by, problem: error.message });
    }
  };
  return (id: string): Promise<void> =>
    taken(id).catch((error: unknown) =>
      log.error({ err: error, answerId: id }, "an answer was not delivered"),
    );
};
