import type { createPrice, ModelPrice } from "@signalbox/contract/prices";
import type { BodyInputOf } from "@signalbox/contract/route";

/** What somebody types of a price: dollars for a million tokens, empty for what is not known. */
export interface PriceWords {
  model: string;
  input: string;
  output: string;
  cacheRead: string;
  cacheWrite: string;
  source: string;
  /** A day, in UTC; empty for now. */
  validFrom: string;
}

export const noPrice: PriceWords = {
  ...{ model: "", input: "", output: "", cacheRead: "", cacheWrite: "", source: "", validFrom: "" },
};

/** Millionths of a dollar, without digits that say nothing. */
export const rate = (micros: number | null): string => (micros === null ? "–" : String(micros / 1e6));

const typed = (micros: number | null): string => (micros === null ? "" : String(micros / 1e6));

/** What is there already of a model, for another price of it. */
export const wordsOfPrice = ({ model, rates }: ModelPrice): PriceWords => ({
  ...noPrice,
  ...{ model, input: typed(rates.input), output: typed(rates.output) },
  ...{ cacheRead: typed(rates.cacheRead), cacheWrite: typed(rates.cacheWrite) },
});

const microsOr = (text: string): number | null =>
  text.trim() === "" ? null : Math.round(Number(text) * 1e6);

/** What is sent; whether it will do, the server says. */
export const priceOf = (words: PriceWords): BodyInputOf<typeof createPrice> => ({
  ...{ model: words.model, source: words.source },
  rates: {
    // What is left empty is refused as no number, not taken for nothing.
    ...{ input: microsOr(words.input) ?? Number.NaN, output: microsOr(words.output) ?? Number.NaN },
    ...{ cacheRead: microsOr(words.cacheRead), cacheWrite: microsOr(words.cacheWrite) },
  },
  validFrom: words.validFrom === "" ? null : `${words.validFrom}T00:00:00Z`,
});
