import type { ExecutionDetail } from "@signalbox/contract/executions";
import { took } from "../../lib/format.ts";
import { dollars } from "../../lib/money.ts";
import { accessWords, ranMs, stateAspects, workspaceWords } from "./words.ts";

/** Something that is told of two executions. */
export interface ComparedFact {
  word: string;
  /** Null where it is nothing of that one. */
  before: string | null;
  after: string | null;
  differs: boolean;
  /** By how much a number is more or less, as in `+20 %`; null where that can't be said. */
  change: string | null;
}

interface Fact {
  text: string | null;
  amount?: number | null;
}

const exact = new Intl.NumberFormat("en-GB");
const number = (amount: number): Fact => ({ text: exact.format(amount), amount });

const factsOf = (execution: ExecutionDetail, projectName: string | null, now: number): [string, Fact][] => {
  const { bot, state, reason, model, backend, access, workspace, usage, values } = execution;
  const ran = ranMs(execution, now);
  const { costMicros: cost } = usage;
  return [
    ["State", { text: stateAspects[state].word }],
    ["Why", { text: reason }],
    ["Took", { text: ran === null ? null : took(ran), amount: ran }],
    ["Cost", { text: cost === null ? null : dollars(cost), amount: cost }],
    ["Tokens in", number(usage.input)],
    ["Tokens out", number(usage.output)],
    ["From cache", number(usage.cacheRead)],
    ["Into cache", number(usage.cacheWrite)],
    ["Log lines", number(execution.log.lines)],
    ["Bot", { text: `${bot.name}, version ${bot.version}` }],
    ["CLI", { text: model === null ? backend : `${backend}, ${model}` }],
    ["Access", { text: accessWords[access] }],
    ["Works in", { text: workspaceWords[workspace] }],
    ["Project", { text: projectName }],
    ["By", { text: execution.by }],
    ...Object.entries(values).map(([name, text]): [string, Fact] => [`Value of ${name}`, { text }]),
  ];
};

/** An execution, and what its project is called. */
export interface Compared {
  execution: ExecutionDetail;
  projectName: string | null;
}

/** What is told of either, in the same order; what is nothing of both is left out. */
export const compareFacts = (before: Compared, after: Compared, now: number): ComparedFact[] => {
  const [old, fresh] = [before, after].map(
    ({ execution, projectName }) => new Map(factsOf(execution, projectName, now)),
  );
  const words = new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])]);
  return [...words].flatMap((word) => {
    const [a, b] = [old?.get(word), fresh?.get(word)];
    const [one, other] = [a?.text ?? null, b?.text ?? null];
    if (one === null && other === null) return [];
    return {
      word,
      before: one,
      after: other,
      differs: one !== other,
      change: changeOf(a?.amount, b?.amount),
    };
  });
};

const changeOf = (before: number | null | undefined, after: number | null | undefined): string | null => {
  if (before == null || after == null || before === 0 || before === after) return null;
  const percent = Math.round(((after - before) / before) * 100);
  return percent === 0 ? null : `${percent > 0 ? "+" : "−"}${exact.format(Math.abs(percent))} %`;
};
