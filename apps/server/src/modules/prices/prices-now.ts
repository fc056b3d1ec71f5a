import type { ModelPrice } from "@signalbox/contract/prices";
import { builtInPrices } from "../backends/index.ts";
import { writtenFor } from "./in-force.ts";
import type { KnownPrice } from "./prices.repository.ts";

/** For a million tokens, from dollars. */
const micros = (dollars: number): number => Math.round(dollars * 1_000_000);
const microsOr = (dollars: number | null): number | null => (dollars === null ? null : micros(dollars));

/** What each model costs at a time, by their names: as it was written, else as it comes with the server. */
export function pricesNow(written: readonly KnownPrice[], at: Date): ModelPrice[] {
  const builtIn = new Map(builtInPrices.map((price) => [price.model, price]));
  const own = written.filter(({ validFrom }) => validFrom <= at).map(({ model }) => model);
  const models = [...new Set([...builtIn.keys(), ...own])].sort();
  return models.flatMap((model): ModelPrice[] => {
    const mine = writtenFor(written, model, at);
    if (mine !== undefined) return [presentOwn(model, mine)];
    const price = builtIn.get(model);
    if (price === undefined) return [];
    const { input, output, cacheRead, cacheWrite, source, asOf, long } = price;
    const rates = { cacheRead: microsOr(cacheRead), cacheWrite: microsOr(cacheWrite) };
    return [
      {
        ...{ model, source, own: null, hasLong: long !== null },
        rates: { input: micros(input), output: micros(output), ...rates },
        validFrom: new Date(asOf).toISOString(),
      },
    ];
  });
}

const presentOwn = (
  model: string,
  { id, by, source, validFrom, input, output, cacheRead, cacheWrite }: KnownPrice,
): ModelPrice => ({
  ...{ model, source, rates: { input, output, cacheRead, cacheWrite } },
  ...{ validFrom: validFrom.toISOString(), own: { id, by }, hasLong: false },
});
