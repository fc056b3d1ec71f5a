import { type Price, prices, type Rates } from "./prices.ts";

/** docs/usage.md: how tokens and cost are counted, and the price table itself. */
export const pricesPage = (): string => `# Usage, cost and context

<!-- Written by \`node scripts/write-prices.ts\` from modules/backends/prices.ts. -->

The transcript of a CLI tells what each answer of its model took: tokens in, tokens that came from the cache or went into
it, tokens out. An answer is told several times, and counts once, by its largest telling (table \`agents_usage\`). It belongs
to the command under whose prompt it was given. An agent whose transcript can't be read took nothing that we know of:
"No usage told yet".

| what | where | how |
|---|---|---|
| Tokens and cost of an agent | \`GET /api/agents/:agentId/usage\`, its page | with those of its child agents, by model |
| Tokens and cost of a command | \`usage\` of a command, its line | of the agent's own answers |
| Context | \`contextTokens\` and \`contextLimit\` of an agent, the gauge on its page | what the newest answer was given and gave, and how much fits; a child has a context of its own |

How much fits is what the CLI tells (Codex), else what the table says. Where neither does, or more is in it than the table
knows of, the size is unknown and no gauge is drawn.

## Cost

Money is in millionths of a dollar, as a whole number. What the CLI itself says wins: Claude Code writes what a session
cost, child agents included, when it ends; what is answered later is counted on top. Until then, and for Codex and Gemini
CLI, which say nothing, an answer costs what the table below makes of its tokens. It is what the API would cost: a
subscription is not billed by it, and discounts, priority and searches are not known.

A model that is not in the table, or a kind of token that it has no price for, costs an unknown amount: \`null\`, shown as
unknown and counted beside the sum. Nothing is guessed. A model is known by its name, with or without a date behind it.

## Your own prices

Administrators say what a model costs you, on the page *Bots → Budgets → Prices* or by \`POST /api/prices\`: the rates for a
million tokens, where they were read, and from when on they hold. It is taken in the place of the table's row for the model,
whole: what it has no rate for is unknown, and long prompts cost what others do. Of several the one holds that began last.
\`DELETE /api/prices/:priceId\` ends one, and the one before it, or the table's, holds again; the history
(\`GET /api/prices/written\`) keeps them all, with who wrote and removed them. What the CLI itself says wins all the same,
and what was counted keeps the price that it was counted at. Other nodes know of a change within some seconds.

## Price table

As it comes with the server (\`GET /api/prices\` tells what is in force). Dollars for a million tokens. A dash: the source tells no price.

| model | context | input | output | from the cache | into the cache | for an hour | source | as of |
|---|---|---|---|---|---|---|---|---|
${prices.flatMap(rowsOf).join("\n")}
`;

const dollars = (rate: number | null): string => (rate === null ? "–" : `${rate}`);
const grouped = (number: number): string => number.toLocaleString("en-US");

const ratesOf = ({ input, output, cacheRead, cacheWrite, cacheWriteHour }: Rates): string =>
  [input, output, cacheRead, cacheWrite, cacheWriteHour].map(dollars).join(" | ");

function rowsOf(price: Price): string[] {
  const { model, window, long, source, asOf } = price;
  const row = `| ${model} | ${grouped(window)} | ${ratesOf(price)} | ${source} | ${asOf} |`;
  if (long === null) return [row];
  const above = `… prompts above ${grouped(long.above)}`;
  return [row, `| ${above} | | ${ratesOf(long)} | ${source} | ${asOf} |`];
}
