import type { Agent, CompletedCommand } from "@signalbox/contract/agents";
import type { AttentionItem } from "@signalbox/contract/attention";
import { isAtLimit, isRateLimit, restsSince } from "@signalbox/contract/rate-limit";
import type { Aspect } from "../../ui/lamp.tsx";

export type ColumnId = "needs_you" | "commanded" | "processing" | "complete" | "idle";

export const columns: readonly { id: ColumnId; word: string; aspect: Aspect }[] = [
  { id: "needs_you", word: "Needs you", aspect: "awaiting_input" },
  { id: "commanded", word: "Commanded", aspect: "commanded" },
  { id: "processing", word: "Processing", aspect: "processing" },
  { id: "complete", word: "Complete", aspect: "complete" },
  { id: "idle", word: "Idle", aspect: "idle" },
];

/** An agent on the board, with the question it waits for. */
export interface Card {
  agent: Agent;
  column: ColumnId;
  item: AttentionItem | null;
  /** Child agents at work. */
  subagents: number;
}

const columnOf: Record<Agent["state"], ColumnId> = {
  awaiting_input: "needs_you",
  commanded: "commanded",
  processing: "processing",
  complete: "complete",
  idle: "idle",
};

/** What was completed within this long is recent; so many such agents stay on the board. */
export const recentMs = 12 * 3_600_000;
const recentCount = 12;

export interface BoardParts {
  live: readonly Agent[];
  complete: readonly Agent[];
  attention: readonly AttentionItem[];
  now: number;
}

/** The board's cards, column by column: the longest wait first, the newest result first. */
export const layCards = ({ live, complete, attention, now }: BoardParts): Card[] => {
  const asked = new Map(attention.map((item) => [item.agentId, item]));
  const busy = live.filter((agent) => agent.state !== "complete" && isOnBoard(agent, asked));
  const over = new Map([...complete, ...live].map((agent) => [agent.id, agent]));
  const recent = [...over.values()]
    .filter((agent) => agent.state === "complete" && agent.parentId === null)
    // One at a limit that resets in days is not over before that.
    .filter((agent) => now - restsSince(agent) < recentMs)
    .toSorted((a, b) => b.stateSince.localeCompare(a.stateSince))
    .slice(0, recentCount);
  const cards = [...busy.toSorted((a, b) => a.stateSince.localeCompare(b.stateSince)), ...recent];
  return columns.flatMap(({ id }) =>
    cards
      .filter((agent) => columnOf[agent.state] === id)
      .map((agent) => ({
        agent,
        column: id,
        item: asked.get(agent.id) ?? null,
        subagents: live.filter(({ parentId, state }) => parentId === agent.id && state !== "complete").length,
      })),
  );
};

/** Child agents stand on their parent's card, unless a person is needed. */
const isOnBoard = (agent: Agent, asked: ReadonlyMap<string, unknown>): boolean =>
  agent.parentId === null || agent.state === "awaiting_input" || asked.has(agent.id);

/** The cards of sessions that a rate limit stopped. */
export const limitedOf = (cards: readonly Card[]): Card[] =>
  cards.filter(({ agent }) => agent.endedAt === null && isAtLimit(agent));

/** Commands without those at whose limit an agent still stands, which are told with it. */
export const withoutLimited = (
  commands: readonly CompletedCommand[],
  limited: readonly Card[],
): CompletedCommand[] => {
  const since = new Map(limited.map(({ agent }) => [agent.id, agent.stateSince]));
  return commands.filter(
    ({ agentId, errorClass, completedAt }) =>
      !isRateLimit(errorClass) || completedAt < (since.get(agentId) ?? "~"),
  );
};
