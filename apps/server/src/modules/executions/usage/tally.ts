import { ExecutionUsage } from "@signalbox/contract/executions";
import type { Selectable } from "kysely";
import { z } from "zod";
import { redactText } from "../../../kernel/redact.ts";
import type { Executions } from "../../../platform/database/tables.ts";
import { costOf, type Spent } from "../../backends/index.ts";

/** What a CLI tells at its end that all of it took. */
export type OwnTotal = Omit<ExecutionUsage, "estimated">;

const Count = z.number().int().min(0);
const Counted = z.object({
  id: z.string(),
  ...{ input: Count, output: Count, cacheRead: Count, cacheWrite: Count },
  /** Null where no price is known. */
  cost: Count.nullable(),
});
type Counted = z.infer<typeof Counted>;
const Recent = z.array(Counted).catch([]);

/** More are never under way at once: of older ones nothing more is told. */
const mostRecent = 50;

type Before = Pick<
  Selectable<Executions>,
  | "model"
  | "tokens_input"
  | "tokens_output"
  | "tokens_cache_read"
  | "tokens_cache_write"
  | "cost_micros"
  | "usage_recent"
  | "usage_before"
>;

interface Written {
  tokens_input: number;
  tokens_output: number;
  tokens_cache_read: number;
  tokens_cache_write: number;
  cost_micros: number | null;
  usage_estimated: boolean;
  /** JSON. */
  usage_recent: string;
}

/** What an answer costs, in millionths of a dollar; null where that is unknown. */
export type CostOf = (spent: Spent) => number | null;

/** What is to be written of an execution's usage behind a piece of its output; nothing where that told of none. */
export function tallied(
  before: Before,
  spent: readonly Spent[],
  total: OwnTotal | null,
  price: CostOf = costOf,
): Partial<Written> {
  if (spent.length === 0 && total === null) return {};
  const earlier = Earlier.parse(before.usage_before);
  let tally: Tally = { sum: without(sumOf(before), earlier), recent: Recent.parse(before.usage_recent) };
  for (const one of spent) tally = withAnswer(tally, countedOf(one, price));
  const usage = withEarlier(settled(tally.sum, total, { model: before.model, price }), earlier);
  return {
    ...{ tokens_input: usage.input, tokens_output: usage.output },
    ...{ tokens_cache_read: usage.cacheRead, tokens_cache_write: usage.cacheWrite },
    ...{ cost_micros: usage.costMicros, usage_estimated: usage.estimated },
    usage_recent: JSON.stringify(tally.recent),
  };
}

/** What all attempts took up to now, for the next one to add to. */
export const usageOf = (row: Before & { usage_estimated: boolean }): ExecutionUsage => ({
  ...sumOf(row),
  estimated: row.usage_estimated,
});

/** Whether the attempt that runs took something. */
export const hasTaken = (row: Before): boolean =>
  !isNothing(without(sumOf(row), Earlier.parse(row.usage_before)));

const nothingYet: ExecutionUsage = {
  ...{ input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costMicros: null, estimated: false },
};
/** What the attempts before this one took. */
const Earlier = ExecutionUsage.catch(nothingYet);

/** The attempt's own part. */
const without = (sum: OwnTotal, earlier: OwnTotal): OwnTotal => ({
  ...{ input: safe(sum.input - earlier.input), output: safe(sum.output - earlier.output) },
  cacheRead: safe(sum.cacheRead - earlier.cacheRead),
  cacheWrite: safe(sum.cacheWrite - earlier.cacheWrite),
  costMicros:
    sum.costMicros === null || sum.costMicros === earlier.costMicros
      ? null
      : safe(sum.costMicros - (earlier.costMicros ?? 0)),
});

const withEarlier = (own: ExecutionUsage, earlier: ExecutionUsage): ExecutionUsage => ({
  ...{ input: safe(own.input + earlier.input), output: safe(own.output + earlier.output) },
  cacheRead: safe(own.cacheRead + earlier.cacheRead),
  cacheWrite: safe(own.cacheWrite + earlier.cacheWrite),
  costMicros:
    own.costMicros === null && earlier.costMicros === null
      ? null
      : safe((own.costMicros ?? 0) + (earlier.costMicros ?? 0)),
  estimated: own.estimated || earlier.estimated,
});

const sumOf = (row: Before): OwnTotal => ({
  ...{ input: Number(row.tokens_input), output: Number(row.tokens_output) },
  ...{ cacheRead: Number(row.tokens_cache_read), cacheWrite: Number(row.tokens_cache_write) },
  costMicros: row.cost_micros === null ? null : Number(row.cost_micros),
});

interface Tally {
  sum: OwnTotal;
  /** The oldest first. */
  recent: readonly Counted[];
}

/** Told again, an answer takes the place of what was told of it. */
function withAnswer({ sum, recent }: Tally, now: Counted): Tally {
  const was = recent.find(({ id }) => id === now.id);
  const add = (total: number, of: "input" | "output" | "cacheRead" | "cacheWrite") =>
    safe(total + now[of] - (was?.[of] ?? 0));
  const cost = (now.cost ?? 0) - (was?.cost ?? 0);
  const isPriced = sum.costMicros !== null || now.cost !== null;
  return {
    sum: {
      ...{ input: add(sum.input, "input"), output: add(sum.output, "output") },
      ...{ cacheRead: add(sum.cacheRead, "cacheRead"), cacheWrite: add(sum.cacheWrite, "cacheWrite") },
      costMicros: isPriced ? safe((sum.costMicros ?? 0) + cost) : null,
    },
    recent: [...recent.filter(({ id }) => id !== now.id), now].slice(-mostRecent),
  };
}

const safe = (total: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, total));

/** A program may print anything where numbers stand. */
const count = (value: number): number => (Number.isSafeInteger(value) && value >= 0 ? value : 0);

function countedOf(spent: Spent, price: CostOf): Counted {
  const tokens = {
    ...{ input: count(spent.input), output: count(spent.output) },
    ...{ cacheRead: count(spent.cacheRead), cacheWrite: count(spent.cacheWrite) },
  };
  const cost = spent.cost ?? price({ ...spent, ...tokens });
  return { id: redactText(spent.id), ...tokens, cost: cost === null ? null : count(Math.round(cost)) };
}

/** The CLI's own total stands above what was counted, where it tells one; what it leaves out stays by estimate. */
function settled(
  sum: OwnTotal,
  total: OwnTotal | null,
  { model, price }: { model: string | null; price: CostOf },
): ExecutionUsage {
  if (total === null || isNothing(total)) return { ...sum, estimated: !isNothing(sum) };
  if (total.costMicros !== null) return { ...total, estimated: false };
  const costMicros = sum.costMicros ?? price({ id: "", model, ...total });
  return { ...total, costMicros, estimated: costMicros !== null };
}

const isNothing = ({ input, output, cacheRead, cacheWrite, costMicros }: OwnTotal): boolean =>
  input + output + cacheRead + cacheWrite === 0 && (costMicros ?? 0) === 0;
