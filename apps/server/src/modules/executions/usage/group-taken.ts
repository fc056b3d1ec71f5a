import type { TakenDay, TakenGroup, TakenGrouping, TakenSum } from "@signalbox/contract/usage";

/** What a group took on a day, as it was summed. */
export interface Cell {
  day: string;
  key: string | null;
  /** Where it is grouped by models. */
  backend: TakenGroupBackend | null;
  name: string | null;
  executions: number;
  attempts: number;
  tokens: number;
  costMicros: number;
  ms: number;
}

type TakenGroupBackend = NonNullable<TakenGroup["model"]>["backend"];

interface Running extends Omit<TakenSum, "minutes"> {
  ms: number;
}

/** More than anybody looks through; the others stand together. */
const mostGroups = 20;

const nothing = (): Running => ({ executions: 0, attempts: 0, tokens: 0, costMicros: 0, ms: 0 });

const plus = (sum: Running, cell: Running): Running => ({
  ...{ executions: sum.executions + cell.executions, attempts: sum.attempts + cell.attempts },
  ...{ tokens: sum.tokens + cell.tokens, costMicros: sum.costMicros + cell.costMicros },
  ms: sum.ms + cell.ms,
});

const told = ({ ms, ...sum }: Running): TakenSum => ({ ...sum, minutes: Math.floor(ms / 60_000) });

function sumBy(cells: readonly Cell[], keyOf: (cell: Cell) => string): Map<string, Running> {
  const sums = new Map<string, Running>();
  for (const cell of cells) sums.set(keyOf(cell), plus(sums.get(keyOf(cell)) ?? nothing(), pick(cell)));
  return sums;
}

const pick = ({ executions, attempts, tokens, costMicros, ms }: Cell): Running => ({
  ...{ executions, attempts, tokens, costMicros, ms },
});

function daysOf(cells: readonly Cell[]): TakenDay[] {
  const sums = [...sumBy(cells, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1));
  return sums.map(([day, sum]) => ({ day, ...told(sum) }));
}

const total = (cells: readonly Cell[]): TakenSum => told(cells.map(pick).reduce(plus, nothing()));

/** The same by day, and by whom it was grouped by: what cost most comes first. */
export function groupTaken(cells: readonly Cell[], by: TakenGrouping) {
  const members = new Map<string, Cell[]>();
  const nameOf = (cell: Cell) => (by === "model" ? `${cell.backend} ${cell.key ?? ""}` : (cell.key ?? ""));
  for (const cell of cells) members.set(nameOf(cell), [...(members.get(nameOf(cell)) ?? []), cell]);
  const groups = [...members.values()]
    .flatMap((own): TakenGroup[] => {
      const [first] = own;
      return first === undefined ? [] : [{ ...whoseOf(first, own, by), sum: total(own), days: daysOf(own) }];
    })
    .sort((a, b) => b.sum.costMicros - a.sum.costMicros || b.sum.tokens - a.sum.tokens);
  const shown = groups.slice(0, mostGroups);
  const left = new Set(groups.slice(mostGroups).map(idOf));
  const others = cells.filter((cell) => left.has(idOf(whoseOf(cell, [cell], by))));
  return {
    ...{ sum: total(cells), days: daysOf(cells), groups: shown },
    rest: others.length === 0 ? null : total(others),
  };
}

type Whose = Pick<TakenGroup, "id" | "model" | "name">;

function whoseOf(first: Cell, own: readonly Cell[], by: TakenGrouping): Whose {
  if (by === "model" && first.backend !== null)
    return { id: null, model: { backend: first.backend, name: first.key }, name: null };
  const name = own.findLast((cell) => cell.name !== null)?.name ?? null;
  return { id: first.key, model: null, name };
}

const idOf = ({ id, model }: Whose): string =>
  model === null ? (id ?? "") : `${model.backend} ${model.name ?? ""}`;
