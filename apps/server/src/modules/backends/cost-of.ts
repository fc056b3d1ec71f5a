import { type Price, prices, type Rates } from "./prices.ts";
import type { Spent } from "./signal.ts";

/** What may stand behind a model's name: when it was made. Anything else is another model. */
const dated = /^(?:[-@]\d{4}-?\d{2}-?\d{2})?$/;

/** The row of the price table for a model, by the beginning of its name; null for one that is unknown. */
export function priceOf(model: string | null): Price | null {
  if (model === null) return null;
  return prices.find((price) => isNameOf(price.model, model)) ?? null;
}

/** Whether a model is called so, perhaps with a date behind it. */
export const isNameOf = (name: string, model: string): boolean =>
  model.startsWith(name) && dated.test(model.slice(name.length));

export const promptOf = ({ input, cacheRead, cacheWrite }: Spent): number => input + cacheRead + cacheWrite;

/** What an answer costs in millionths of a dollar, by the table that comes with the server; null where a price that it takes is unknown. */
export function costOf(spent: Spent): number | null {
  const price = priceOf(spent.model);
  if (price === null) return null;
  return costBy(spent, price.long !== null && promptOf(spent) > price.long.above ? price.long : price);
}

/** The same by some rates, in dollars for a million tokens. */
export function costBy(spent: Spent, rates: Rates): number | null {
  const forAnHour = Math.min(spent.cacheWriteHour ?? 0, spent.cacheWrite);
  const parts: [tokens: number, rate: number | null][] = [
    [spent.input, rates.input],
    [spent.output, rates.output],
    [spent.cacheRead, rates.cacheRead],
    [spent.cacheWrite - forAnHour, rates.cacheWrite],
    [forAnHour, rates.cacheWriteHour ?? rates.cacheWrite],
  ];
  let cost = 0;
  for (const [tokens, rate] of parts) {
    if (tokens > 0 && rate === null) return null;
    cost += tokens * (rate ?? 0);
  }
  return Math.round(cost);
}
