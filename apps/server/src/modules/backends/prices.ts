/** Where a row of the price table was read, and when. */
interface Origin {
  source: string;
  asOf: string;
}

/** Dollars for a million tokens, which is millionths of a dollar for one. Null where the source tells none. */
export interface Rates {
  input: number;
  output: number;
  cacheRead: number | null;
  cacheWrite: number | null;
  /** Of what the cache keeps for an hour; null where there is no such thing. */
  cacheWriteHour: number | null;
}

export interface Price extends Rates, Origin {
  /** A model has this name, and perhaps a date behind it. */
  model: string;
  /** How many tokens fit in its context. */
  window: number;
  /** What holds for a whole answer whose prompt was longer than so many tokens. */
  long: (Rates & { above: number }) | null;
}

const claudeCode = { source: "model catalog of Claude Code 2.1.329", asOf: "2026-11-29" };
const modelsDev = { source: "models.dev, as OpenCode 1.18.33 carries it", asOf: "2026-11-29" };

const tidy = (dollars: number) => Math.round(dollars * 1e6) / 1e6;

/** Anthropic's prices for writing the cache are multiples of that of input. */
const claudeRates = (input: number, output: number, cacheRead: number): Rates => ({
  ...{ input, output, cacheRead },
  ...{ cacheWrite: tidy(input * 1.25), cacheWriteHour: tidy(input * 2) },
});

type Three = readonly [input: number, output: number, cacheRead: number];

const claude = (model: string, window: number, [input, output, cacheRead]: Three): Price => ({
  ...{ model, window, ...claudeRates(input, output, cacheRead), long: null, ...claudeCode },
});

type Told = readonly [input: number, output: number, cacheRead: number | null, cacheWrite?: number];

const ratesOf = ([input, output, cacheRead, cacheWrite = null]: Told | [...Three, null]): Rates => ({
  ...{ input, output, cacheRead, cacheWrite, cacheWriteHour: null },
});

interface Long {
  above: number;
  rates: Told;
}

const listed = (model: string, window: number, rates: Told, long: Long | null = null): Price => ({
  ...{ model, window, ...ratesOf(rates), ...modelsDev },
  long: long && { ...ratesOf(long.rates), above: long.above },
});

const gpt = (model: string, rates: Told, long: Told | null = null): Price =>
  listed(model, long === null ? 400_000 : 1_050_000, rates, long && { above: 272_000, rates: long });

const gemini = (model: string, rates: Told, long: Told | null = null): Price =>
  listed(model, 1_048_576, rates, long && { above: 200_000, rates: long });

/** What models cost by the lists of who sells them. A model that is not here has no price: none is guessed. */
export const prices: readonly Price[] = [
  claude("claude-fable-5", 1_000_000, [10, 50, 1]),
  claude("claude-fable-5-1", 1_000_000, [10, 50, 0.25]),
  claude("claude-fable-5-2", 1_000_000, [8, 40, 0.2]),
  claude("claude-mythos-5", 1_000_000, [10, 50, 1]),
  claude("claude-mythos-5-1", 1_000_000, [10, 50, 0.25]),
  claude("claude-mythos-5-2", 1_000_000, [8, 40, 0.2]),
  claude("claude-opus-5-5", 1_000_000, [4, 20, 0.2]),
  claude("claude-opus-5", 1_000_000, [5, 25, 0.5]),
  claude("claude-opus-4-8", 1_000_000, [5, 25, 0.5]),
  claude("claude-opus-4-7", 1_000_000, [5, 25, 0.5]),
  claude("claude-opus-4-6", 200_000, [5, 25, 0.5]),
  claude("claude-opus-4-5", 200_000, [5, 25, 0.5]),
  claude("claude-opus-4-1", 200_000, [15, 75, 1.5]),
  claude("claude-opus-4", 200_000, [15, 75, 1.5]),
  claude("claude-sonnet-5-5", 1_000_000, [2, 10, 0.1]),
  claude("claude-sonnet-5", 1_000_000, [2, 10, 0.2]),
  claude("claude-sonnet-4-6", 200_000, [3, 15, 0.3]),
  claude("claude-sonnet-4-5", 200_000, [3, 15, 0.3]),
  claude("claude-sonnet-4", 200_000, [3, 15, 0.3]),
  {
    ...claude("claude-haiku-5-5", 1_000_000, [0.1, 0.5, 0.01]),
    long: { ...claudeRates(0.5, 2.5, 0.05), above: 100_000 },
  },
  claude("claude-haiku-4-5", 200_000, [1, 5, 0.1]),
  claude("claude-3-5-haiku", 200_000, [0.8, 4, 0.08]),
  gpt("gpt-5.6", [4, 20, 0.4, 5], [8, 30, 0.8, 10]),
  gpt("gpt-5.6-sol", [4, 20, 0.4, 5], [8, 30, 0.8, 10]),
  gpt("gpt-5.6-terra", [2, 12, 0.2, 2.5], [4, 18, 0.4, 5]),
  gpt("gpt-5.6-luna", [0.2, 1.2, 0.02, 0.25], [0.4, 1.8, 0.04, 0.5]),
  gpt("gpt-5.5", [5, 30, 0.5], [10, 45, 1]),
  gpt("gpt-5.5-pro", [30, 180, null], [60, 270, null]),
  gpt("gpt-5.4", [2.5, 15, 0.25], [5, 22.5, 0.5]),
  gpt("gpt-5.4-mini", [0.75, 4.5, 0.075]),
  gpt("gpt-5.4-nano", [0.2, 1.25, 0.02]),
  gpt("gpt-5.3-codex", [1.75, 14, 0.175]),
  gpt("gpt-5.2", [1.75, 14, 0.175]),
  gpt("gpt-5.1", [1.25, 10, 0.125]),
  gpt("gpt-5", [1.25, 10, 0.125]),
  gpt("gpt-5-mini", [0.25, 2, 0.025]),
  gpt("gpt-5-nano", [0.05, 0.4, 0.005]),
  gemini("gemini-3.8-flash", [0.75, 3.75, 0.075]),
  gemini("gemini-3.7-flash", [0.75, 3.75, 0.075]),
  gemini("gemini-3.6-flash", [0.75, 3.75, 0.075]),
  gemini("gemini-3.5-flash", [1.5, 9, 0.15]),
  gemini("gemini-3.5-flash-lite", [0.3, 2.5, 0.03]),
  gemini("gemini-3.1-pro-preview", [2, 12, 0.2], [4, 18, 0.4]),
  gemini("gemini-3.1-flash-lite", [0.25, 1.5, 0.025]),
  gemini("gemini-3-flash-preview", [0.5, 3, 0.05]),
  gemini("gemini-2.5-pro", [1.25, 10, 0.125], [2.5, 15, 0.25]),
  gemini("gemini-2.5-flash", [0.3, 2.5, 0.03]),
  gemini("gemini-2.5-flash-lite", [0.1, 0.4, 0.01]),
];
