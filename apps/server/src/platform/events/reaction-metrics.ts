import type { Queryable } from "../database/database.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { countOpenLetters } from "./reaction-store.ts";

/** What reactions tell of themselves. */
export interface ReactionMetrics {
  handled(reaction: string, seconds: number): void;
  failed(reaction: string): void;
}

export const measureReactions = (metrics: Metrics, read: Queryable): ReactionMetrics => {
  const seconds = metrics.histogram({
    name: "signalbox_reaction_seconds",
    help: "How long reactions took for one event",
    labels: ["reaction"],
    buckets: [0.001, 0.01, 0.1, 1, 10],
  });
  const failures = metrics.counter({
    name: "signalbox_reaction_failures_total",
    help: "Tries of reactions that failed",
    labels: ["reaction"],
  });
  metrics.gauge(
    {
      name: "signalbox_reaction_dead_letters",
      help: "Events that reactions gave up on and nobody resolved",
      labels: ["reaction"],
    },
    async () =>
      (await countOpenLetters(read)).map(({ reaction, count }) => ({ labels: { reaction }, value: count })),
  );
  return {
    handled: (reaction, value) => seconds.observe({ reaction }, value),
    failed: (reaction) => failures.add({ reaction }),
  };
};
