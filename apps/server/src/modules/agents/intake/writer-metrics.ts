import { AppError } from "../../../kernel/errors.ts";
import { type Metrics, only } from "../../../platform/metrics/metrics.ts";

/** What the writer tells of itself. */
export interface WriterMetrics {
  accepted(seconds: number): void;
  refused(error: unknown): void;
  parked(): void;
  wrote(signals: number): void;
}

/** Measures the way of signals from their arrival to their commit. */
export function measureWriter(
  metrics: Metrics,
  waiting: () => { signals: number; bytes: number },
): WriterMetrics {
  const seconds = metrics.histogram({
    name: "signalbox_hooks_commit_seconds",
    help: "From a hook that was read to the commit of all it caused; their count is that of accepted hooks",
    buckets: [0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.5, 2.5, 10],
  });
  const refused = metrics.counter({
    name: "signalbox_hooks_refused_total",
    help: "Hooks that were read and not written, by the reason",
    labels: ["code"],
  });
  const parked = metrics.counter({
    name: "signalbox_hooks_parked_total",
    help: "Hooks that could not be applied and were stored with their error",
  });
  const batches = metrics.histogram({
    name: "signalbox_hooks_batch_signals",
    help: "How many signals shared a commit",
    buckets: [1, 2, 4, 8, 16, 32, 64],
  });
  metrics.gauge({ name: "signalbox_hooks_waiting", help: "Hooks that wait for their commit" }, () =>
    only(waiting().signals),
  );
  metrics.gauge({ name: "signalbox_hooks_waiting_bytes", help: "Bytes of the hooks that wait" }, () =>
    only(waiting().bytes),
  );
  return {
    accepted: (value) => seconds.observe({}, value),
    refused: (error) => refused.add({ code: error instanceof AppError ? error.code : "internal.unexpected" }),
    parked: () => parked.add({}),
    wrote: (signals) => batches.observe({}, signals),
  };
}
