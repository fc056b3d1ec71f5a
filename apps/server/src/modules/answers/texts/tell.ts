import type { Agent, Question } from "@signalbox/contract/agents";
import { textMoved } from "@signalbox/contract/texts";
import { newId } from "../../../kernel/ids.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { keysUntil } from "../keys-until.ts";
import { lastWordsOf } from "./last-words.ts";
import type { TextsOptions } from "./texts.options.ts";
import { findStranded, findWaitingTexts, lastSentAt, moveText, type TextRow } from "./texts.repository.ts";
import type { Typed } from "./type-text.ts";

/** A text that its terminal refused while it was on its way is not tried again at once. */
const tryAgainMs = 10_000;
/** What interrupts does so at once, or waits as any other text: what begins later is not what was meant. */
const interruptsWithinMs = 10_000;

/** After a text was sent, until the agent is seen to have begun with it. Some orders to a CLI begin nothing. */
const beginsMs = 10_000;

type Change = Parameters<typeof moveText>[2]["to"];

/** Moves what is queued on to its agents, each text once. */
export function createTeller(options: TextsOptions) {
  const { db, clock, events, agents, speakers, answer } = options;
  const refusedAt = new Map<string, number>();

  const move = (row: TextRow, from: TextRow["state"], to: Change): Promise<TextRow | undefined> =>
    db.transaction(async (tx) => {
      const moved = await moveText(tx, row.id, { from: [from], to });
      if (moved === undefined) return undefined;
      const { id, agent_id: agentId, state } = moved;
      const context = {
        at: clock.now(),
        actor: "system",
        subject: { kind: "text", id },
        correlationId: newId(),
      };
      events.append(tx, newEvent(textMoved, { ...context, agentId }, { textId: id, state }));
      return moved;
    });

  /** Why it is not sent now is kept, where that is news. */
  const waits = async (row: TextRow, problem: string | null) => {
    if (row.problem !== problem) await move(row, "queued", { problem });
  };

  const settle = async (row: TextRow, typed: Typed): Promise<void> => {
    if (typed.kind === "refused") refusedAt.set(row.id, clock.now().getTime());
    else refusedAt.delete(row.id);
    await move(row, "sending", becameOf(typed, clock.now()));
  };

  const send = async (row: TextRow, agent: Agent, question: Question | null): Promise<void> => {
    const speaker = speakers.to(agent);
    if (typeof speaker === "string") return waits(row, speaker);
    const words = await lastWordsOf(agents, agent.id);
    const interrupt = interrupts(row, clock.now());
    const saying = { ...words, text: row.text, interrupt };
    const why = await speaker.whyNot(saying);
    if (why !== null) return waits(row, why);
    const until = keysUntil();
    const taken = await move(row, "queued", { state: "sending", sending_at: clock.now(), problem: null });
    if (taken === undefined) return;
    if (question !== null && !interrupt) return settle(taken, await answer(taken, question));
    await settle(taken, await speaker.say(saying, until));
  };

  return {
    /** Sends what comes next to an agent, where it waits for input. */
    async next(agentId: string): Promise<void> {
      const [row, ...rest] = await findWaitingTexts(db.read, agentId);
      const doubtful = [row, ...rest].some((one) => one !== undefined && one.state !== "queued");
      if (row === undefined || row.state !== "queued") return;
      if (doubtful) return waits(row, "of an earlier text nobody knows yet whether it arrived");
      const since = clock.now().getTime() - (refusedAt.get(row.id) ?? Number.NEGATIVE_INFINITY);
      if (since < tryAgainMs) return;
      const agent = await agents.agent(agentId);
      const question = await agents.openQuestion(agentId);
      const why = whyNotNow(agent, {
        row,
        question,
        sentAt: await lastSentAt(db.read, agentId),
        now: clock.now(),
      });
      if (why === null) await send(row, agent, question);
      else if (why !== "soon") await waits(row, why);
    },
    /** The node that reaches its agent does not answer: what was to interrupt would do so at another moment than was meant. */
    async unreached(agentId: string, problem: string): Promise<void> {
      const [first, ...others] = await findWaitingTexts(db.read, agentId);
      if (first === undefined) return;
      for (const row of [first, ...others.filter(({ interrupt }) => interrupt)])
        await move(row, "queued", { problem, interrupt: false });
    },
    /** Of what was on its way when its server went nobody knows whether it arrived. */
    async strand(before: Date): Promise<void> {
      const problem = "the server went while it was sent; the terminal shows whether it arrived";
      for (const row of await findStranded(db.read, before))
        await move(row, "sending", { state: "unknown", problem });
    },
  };
}

/** What becomes of a text by what became of typing it. */
function becameOf(typed: Typed, now: Date): Change {
  if (typed.kind === "refused") return { state: "queued", problem: typed.why, sending_at: null };
  if (typed.kind === "unknown") return { state: "unknown", problem: typed.problem };
  return { state: "sent", problem: typed.problem, settled_at: now };
}

const interrupts = ({ interrupt, at }: Pick<TextRow, "interrupt" | "at">, now: Date): boolean =>
  interrupt && now.getTime() - at.getTime() < interruptsWithinMs;

interface Now {
  row: Pick<TextRow, "interrupt" | "at">;
  question: Question | null;
  sentAt: Date | null;
  now: Date;
}

/** Why a text can't be said to an agent that is so; null where it can, `soon` where that is no news. */
export function whyNotNow(
  agent: Pick<Agent, "state" | "stateSince" | "endedAt">,
  { row, question, sentAt, now }: Now,
): string | null {
  if (agent.endedAt !== null) return "the agent has ended";
  if (interrupts(row, now)) return null;
  if (question !== null)
    return question.kind === "text" && question.state === "open"
      ? null
      : "it waits for an answer to its question";
  if (agent.state !== "idle" && agent.state !== "complete") return "the agent is at work";
  const isBegun = sentAt === null || sentAt < new Date(agent.stateSince);
  return isBegun || now.getTime() - sentAt.getTime() > beginsMs ? null : "soon";
}
