import type { Turn } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";

/** What is known of an agent's turns: an unbroken stretch up to the newest, oldest first. */
export interface TurnLog {
  turns: readonly Turn[];
  /** Leads to the turns before the stretch; null at the beginning. */
  olderCursor: string | null;
}

/** Joins a fresh page of the newest turns to the log; where they do not meet, the log starts anew. */
export const mergeLatest = (log: TurnLog | undefined, latest: Page<Turn>): TurnLog => {
  const fresh = { turns: latest.items, olderCursor: latest.nextCursor };
  const first = latest.items[0];
  if (log === undefined || first === undefined) return fresh;
  const meetsAt = log.turns.findIndex((turn) => turn.id === first.id);
  if (meetsAt <= 0) return fresh;
  return { turns: [...log.turns.slice(0, meetsAt), ...latest.items], olderCursor: log.olderCursor };
};

export const prependOlder = (log: TurnLog, older: Page<Turn>): TurnLog => ({
  turns: [...older.items, ...log.turns],
  olderCursor: older.nextCursor,
});
