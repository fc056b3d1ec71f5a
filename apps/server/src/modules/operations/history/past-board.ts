import type { Agent, Question } from "@signalbox/contract/agents";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { PastBoard } from "@signalbox/contract/event-history";
import type { EventHistory } from "../../../platform/events/event-history.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import { attentionItem, type ProjectNames } from "../../attention/index.ts";
import {
  boardFamilies,
  boardTypes,
  emptyBoard,
  type FoldedBoard,
  foldBoard,
  questionFamilies,
} from "./fold-board.ts";
import type { KnownAgents } from "./ports.ts";

export interface PastBoardOptions {
  history: EventHistory;
  events: Pick<EventLog, "range">;
  agents: KnownAgents;
  namesOf: ProjectNames;
}

/** As on the live board: what ended within this long is still on it. */
const recentMs = 12 * 3_600_000;
/** More agents than any board shows. */
const mostAgents = 2_000;
/** More than an agent asks at once. */
const lastQuestions = 40;

/**
 * The board as it stood right after an event. Of the log only the newest event of each agent is read, and of those
 * that awaited an answer the newest about questions: however long the log is, this takes no longer.
 * @throws AppError `events.not_found`
 */
export const pastBoard = async (options: PastBoardOptions, position: bigint): Promise<PastBoard> => {
  const { history, events, agents, namesOf } = options;
  const [event, { oldest, newest }] = await Promise.all([history.newestUpTo(position), events.range()]);
  const upTo = BigInt(event.position);
  const at = new Date(event.at);
  const known = await agents.around(at, { endedSince: new Date(at.getTime() - recentMs), limit: mostAgents });
  const folded = await foldUpTo(history, known, upTo);
  const shown = known.flatMap((agent) => agentThen(agent, folded));
  const questions = await agents.questionsBy([...folded.questions.keys()]);
  const names = await namesOf([...new Set(shown.flatMap(({ projectId }) => projectId ?? []))]);
  const { previous, next } = await history.neighbours(upTo, boardTypes);
  return {
    event,
    agents: shown,
    attention: waitingThen(shown, questions).map((waiting) => attentionItem(waiting, names)),
    untold: await countUntold(options, { known, folded, oldest }),
    previous: previous === null ? null : String(previous),
    next: next === null ? null : String(next),
    oldest: String(oldest),
    newest: String(newest),
  };
};

const foldUpTo = async (
  history: EventHistory,
  known: readonly Agent[],
  upTo: bigint,
): Promise<FoldedBoard> => {
  const agentIds = known.map(({ id }) => id);
  const newest = await history.lastOfAgents({ agentIds, families: boardFamilies, upTo, each: 1 });
  const board = foldBoard(emptyBoard, newest);
  const waiting = agentIds.filter((id) => board.agents.get(id)?.facts.state === "awaiting_input");
  const asked = { agentIds: waiting, families: questionFamilies, upTo, each: lastQuestions };
  const { questions } = foldBoard(emptyBoard, await history.lastOfAgents(asked));
  return { agents: board.agents, questions };
};

/** An agent with its facts of then; what never changes of it is as it is now. */
const agentThen = (agent: Agent, { agents }: FoldedBoard): Agent[] => {
  const then = agents.get(agent.id);
  return then === undefined ? [] : [{ ...agent, ...then.facts }];
};

const waitingThen = (shown: readonly Agent[], questions: readonly Question[]) => {
  const byId = new Map(shown.map((agent) => [agent.id, agent]));
  return questions
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .flatMap((question) => {
      const agent = byId.get(question.agentId);
      return agent === undefined ? [] : [{ question: asAsked(question), agent }];
    });
};

/** The question before it was answered. */
const asAsked = (question: Question): Question => ({
  ...question,
  state: "open",
  closedAt: null,
  callTurnId: null,
  parts: question.parts.map((part) => ({ ...part, answer: null })),
});

interface Told {
  known: readonly Agent[];
  folded: FoldedBoard;
  oldest: bigint;
}

/** Agents that lived before the log begins today, and of which it told nothing until then. */
const countUntold = async (
  { history }: PastBoardOptions,
  { known, folded, oldest }: Told,
): Promise<number> => {
  if (oldest <= 1n) return 0;
  const begin: EventEnvelope = await history.get(oldest);
  return known.filter(({ id, startedAt }) => !folded.agents.has(id) && startedAt < begin.at).length;
};
