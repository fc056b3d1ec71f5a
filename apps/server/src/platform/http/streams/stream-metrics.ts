import type { Metrics } from "../../metrics/metrics.ts";

type Kind = "stream" | "socket";

/** Counts who follows the log from outside. */
export interface StreamMetrics {
  /** Answers what to call when it is over. */
  opened(kind: Kind): () => void;
  dropped(kind: Kind): void;
}

export const measureStreams = (metrics: Metrics): StreamMetrics => {
  const open = new Map<Kind, number>([
    ["stream", 0],
    ["socket", 0],
  ]);
  const count = (kind: Kind, by: number) => open.set(kind, (open.get(kind) ?? 0) + by);
  metrics.gauge(
    { name: "signalbox_streams_open", help: "Clients that follow the event log", labels: ["kind"] },
    () => [...open].map(([kind, value]) => ({ labels: { kind }, value })),
  );
  const dropped = metrics.counter({
    name: "signalbox_streams_dropped_total",
    help: "Clients that were dropped because they did not keep up",
    labels: ["kind"],
  });
  return {
    opened(kind) {
      count(kind, 1);
      return () => void count(kind, -1);
    },
    dropped: (kind) => dropped.add({ kind }),
  };
};
