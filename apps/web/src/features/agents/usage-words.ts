import type { Agent } from "@signalbox/contract/agents";
import type { Usage } from "@signalbox/contract/usage";

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const exact = new Intl.NumberFormat("en-GB");

/** `840`, `12.3k`, `1.05M`. */
export const tokens = (number: number): string => compact.format(number).replace("K", "k");

/** All tokens that went in, whether or not the cache gave or took them. */
const tokensIn = ({ input, cacheRead, cacheWrite }: Usage): number => input + cacheRead + cacheWrite;

/** `12.3k in, 840 out`. */
export const inAndOut = (usage: Usage): string =>
  `${tokens(tokensIn(usage))} in, ${tokens(usage.output)} out`;

export interface Gauge {
  /** From 0 to 1. */
  share: number;
  level: "roomy" | "close" | "full";
  words: string;
  /** The same with every digit. */
  exactly: string;
}

/** How full an agent's context is; null where that was not told, or nobody knows how much fits. */
export const gaugeOf = ({ contextTokens, contextLimit }: Agent): Gauge | null => {
  if (contextTokens === null || contextLimit === null) return null;
  const share = Math.min(1, contextTokens / contextLimit);
  const percent = `${Math.round(share * 100)} %`;
  return {
    share,
    level: share >= 0.95 ? "full" : share >= 0.8 ? "close" : "roomy",
    words: `${percent} of ${tokens(contextLimit)}`,
    exactly: `${percent}: ${exact.format(contextTokens)} of ${exact.format(contextLimit)} tokens`,
  };
};
