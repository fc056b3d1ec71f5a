import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { type OpenWay, questionWayOpened } from "@signalbox/contract/answers";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import { afterCommit, type Db, type Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import type { Asking } from "../channel.ts";
import type { AnsweredAgents } from "../ports.ts";
import { type OfferedWay, removeWays, storeWays } from "./ways.repository.ts";

interface OffersOptions {
  db: Db;
  clock: Clock;
  events: Pick<EventLog, "append">;
  agents: Pick<AnsweredAgents, "waiting">;
  nodeId: string;
  /** The way that this node itself has. */
  wayTo(asking: Asking): OpenWay | null;
}

const readAtOnce = 200;
const everyMs = 1_000;

/** Tells the other nodes which questions can be answered through this one. */
export class Offers {
  readonly #options: OffersOptions;
  /** What they were told last. */
  readonly #offered = new Map<string, OpenWay>();

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  /** With whatever else is told of it. */
  async offer(tx: Tx, way: OfferedWay): Promise<void> {
    const { nodeId, clock } = this.#options;
    await storeWays(tx, [way], { nodeId, at: clock.now() });
    afterCommit(tx, () => this.#offered.set(way.questionId, way.open));
  }

  async withdraw(tx: Tx, questionId: string): Promise<void> {
    await removeWays(tx, this.#options.nodeId, [questionId]);
    afterCommit(tx, () => this.#offered.delete(questionId));
  }

  /** Looks at every question that waits. */
  async look(): Promise<void> {
    const { db, events, clock, wayTo, nodeId } = this.#options;
    const now = new Map<string, OpenWay>();
    const opened: { way: OfferedWay; agentId: string }[] = [];
    for await (const asking of this.#waiting()) {
      const { agentId, question } = asking;
      const open = wayTo(asking);
      if (open === null) continue;
      now.set(question.id, open);
      if (isDeepStrictEqual(this.#offered.get(question.id), open)) continue;
      opened.push({ agentId, way: { questionId: question.id, open } });
    }
    const closed = [...this.#offered.keys()].filter((id) => !now.has(id));
    if (opened.length === 0 && closed.length === 0) return;
    const offering = { nodeId, at: clock.now() };
    await db.transaction(async (tx) => {
      await removeWays(tx, nodeId, closed);
      const ways = opened.map(({ way }) => way);
      await storeWays(tx, ways, offering);
      for (const { agentId, way } of opened) {
        const subject = { kind: "question", id: way.questionId };
        const context = { at: offering.at, actor: "system", subject, correlationId: newId(), agentId };
        events.append(tx, newEvent(questionWayOpened, context, { questionId: way.questionId, nodeId }));
      }
    });
    for (const id of closed) this.#offered.delete(id);
    for (const { way } of opened) this.#offered.set(way.questionId, way.open);
  }

  async *#waiting(): AsyncGenerator<Asking> {
    let after: { at: Date; id: string } | undefined;
    for (;;) {
      const waiting = await this.#options.agents.waiting({ after, limit: readAtOnce });
      for (const { agent, question } of waiting)
        yield { agentId: agent.id, backend: agent.backend, question };
      const last = waiting.at(-1);
      if (last === undefined || waiting.length < readAtOnce) return;
      after = { at: new Date(last.question.at), id: last.question.id };
    }
  }
}

export const offersLoop = (offers: Pick<Offers, "look">): Loop => ({
  name: "ways to questions",
  summary: "Tells the other nodes which questions can be answered through this one",
  alone: false,
  dispensable: true,
  async run(signal) {
    while (!signal.aborted) {
      await offers.look();
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  },
});
