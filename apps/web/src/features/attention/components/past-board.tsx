import type { Agent } from "@signalbox/contract/agents";
import type { AttentionItem } from "@signalbox/contract/attention";
import { PinnedTime } from "../../../lib/clock.ts";
import { layCards } from "../columns.ts";
import { BoardColumns } from "./board.tsx";
import "../pages/board.css";

interface PastBoardProps {
  agents: readonly Agent[];
  attention: readonly AttentionItem[];
  /** The time it shows. */
  at: number;
  /** The agent whose card stands out. */
  marked: string | null;
}

/** The board as it was: every time on it is told as of then. */
export const PastBoard = ({ agents, attention, at, marked }: PastBoardProps) => {
  const live = agents.filter(({ endedAt }) => endedAt === null);
  const complete = agents.filter(({ state }) => state === "complete");
  return (
    <PinnedTime value={at}>
      <BoardColumns cards={layCards({ live, complete, attention, now: at })} marked={marked ?? ""} />
    </PinnedTime>
  );
};
