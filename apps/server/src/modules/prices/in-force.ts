import { costBy, costOf, isNameOf, type Spent } from "../backends/index.ts";

/** A price that somebody wrote, in millionths of a dollar for a million tokens. */
export interface Written {
  id: string;
  model: string;
  input: number;
  output: number;
  cacheRead: number | null;
  cacheWrite: number | null;
  validFrom: Date;
}

/** Whether the first is to be taken before the second: the name that says more, then what holds since later. */
const before = (a: Written, b: Written): number =>
  b.model.length - a.model.length || b.validFrom.getTime() - a.validFrom.getTime() || (a.id < b.id ? 1 : -1);

/** Of what is written and not removed, what holds for a model at a time. */
export const writtenFor = <W extends Written>(all: readonly W[], model: string, at: Date): W | undefined =>
  all.filter((one) => isNameOf(one.model, model) && one.validFrom <= at).sort(before)[0];

const ofOne = (perMillion: number): number => perMillion / 1_000_000;

/** What an answer costs in millionths of a dollar, by what is in force then; null where a price that it takes is unknown. */
export function costInForce(all: readonly Written[], spent: Spent, at: Date): number | null {
  const written = spent.model === null ? undefined : writtenFor(all, spent.model, at);
  if (written === undefined) return costOf(spent);
  const { input, output, cacheRead, cacheWrite } = written;
  return costBy(spent, {
    ...{ input: ofOne(input), output: ofOne(output) },
    cacheRead: cacheRead === null ? null : ofOne(cacheRead),
    cacheWrite: cacheWrite === null ? null : ofOne(cacheWrite),
    cacheWriteHour: null,
  });
}
