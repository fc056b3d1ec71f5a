import type { Command } from "@signalbox/contract/agents";
import type { Conversation, Section, Stop } from "./conversation.ts";

/** One row of the conversation as it is laid out; only those near the eye are drawn. */
export type TalkRow =
  | { kind: "head"; key: string; section: Section; open: boolean }
  | { kind: "stop"; key: string; stop: Stop; isFirst: boolean; isLast: boolean }
  | { kind: "end"; key: string; command: Command; isFirst: boolean }
  | { kind: "new"; key: string };

interface Layout {
  /** Commands whose tracks are folded, by their rows' keys. */
  folded: ReadonlySet<string>;
  /** What came later was not seen yet. */
  seenTo: string | null;
}

/** The rows of a conversation, from the oldest. */
export const rowsOf = ({ sections }: Conversation, { folded, seenTo }: Layout): TalkRow[] => {
  const rows: TalkRow[] = [];
  for (const section of sections) {
    const key = section.command?.id ?? "outside";
    const open = !folded.has(key);
    rows.push({ kind: "head", key, section, open });
    if (open) rows.push(...trackOf(section));
  }
  return seenTo === null ? rows : withDivider(rows, seenTo);
};

const trackOf = ({ command, stops }: Section): TalkRow[] => {
  const end = command !== null && isShownAtEnd(command) ? command : null;
  const rows = stops.map(
    (stop, place): TalkRow => ({
      ...{ kind: "stop", key: keyOf(stop), stop, isFirst: place === 0 },
      isLast: end === null && place === stops.length - 1,
    }),
  );
  if (end !== null)
    rows.push({ kind: "end", key: `end ${end.id}`, command: end, isFirst: rows.length === 0 });
  return rows;
};

/** What awaits an answer shows its question, what was done its last words. */
const isShownAtEnd = ({ state, outcome }: Command): boolean =>
  state !== "awaiting_input" && outcome !== "done";

/** Puts the divider before the first row of what was not seen; none where nothing was, or all of it is new. */
const withDivider = (rows: TalkRow[], seenTo: string): TalkRow[] => {
  const first = rows.findIndex((row) => row.kind === "stop" && row.stop.at > seenTo);
  if (first === -1) return rows;
  const at = rows[first - 1]?.kind === "head" ? first - 1 : first;
  if (!rows.slice(0, at).some(({ kind }) => kind === "stop")) return rows;
  return rows.toSpliced(at, 0, { kind: "new", key: "new" });
};

const keyOf = (stop: Stop): string => {
  if (stop.kind === "said") return stop.turn.id;
  if (stop.kind === "calls") return `calls ${stop.turns[0]?.id}`;
  return stop.kind === "question" ? stop.question.id : stop.agent.id;
};

/** The row that shows a turn; -1 where none does. */
export const rowOfTurn = (rows: readonly TalkRow[], turnId: string): number =>
  rows.findIndex((row) => row.kind === "stop" && showsTurn(row.stop, turnId));

const showsTurn = (stop: Stop, turnId: string): boolean => {
  if (stop.kind === "said") return stop.turn.id === turnId;
  if (stop.kind === "calls") return stop.turns.some(({ id }) => id === turnId);
  if (stop.kind === "child") return stop.call?.id === turnId;
  return stop.question.turnId === turnId;
};

/** About how high a row is before it was drawn. */
export const guessedHeight = (row: TalkRow | undefined): number => {
  if (row?.kind === "head") return 54;
  if (row?.kind !== "stop") return 36;
  const { stop } = row;
  if (stop.kind === "calls") return stop.turns.length < 5 ? 14 + stop.turns.length * 31 : 45;
  if (stop.kind === "said") return 16 + 22 * Math.min(20, Math.ceil(stop.turn.text.length / 100));
  return stop.kind === "question" ? 180 : 36;
};
