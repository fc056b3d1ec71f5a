import type { EventEnvelope } from "@signalbox/contract/event";

interface Parts {
  /** What was read, newest first. */
  read: readonly EventEnvelope[];
  /** What was told since, newest first, narrowed like the list. */
  told: readonly EventEnvelope[];
  /** How far back the list reaches; null where it reaches the log's beginning. */
  reaches: string | null;
}

/** What was read and what was told since as one list, newest first, each event once. */
export const mergeEvents = ({ read, told, reaches }: Parts): EventEnvelope[] => {
  const known = new Set(read.map(({ position }) => position));
  const floor = reaches === null ? -1n : BigInt(reaches);
  const added = told.filter(({ position }) => !known.has(position) && BigInt(position) > floor);
  if (added.length === 0) return [...read];
  return [...added, ...read].toSorted((a, b) => (BigInt(a.position) < BigInt(b.position) ? 1 : -1));
};
