import { type Metrics, only } from "../metrics/metrics.ts";
import type { NewEvent } from "./events.ts";

interface Follower {
  name: string;
  position: bigint;
}

/** Measures the event log of this process; `newest` is the newest event it knows. */
export const measureLog = (metrics: Metrics, newest: () => bigint | undefined) => {
  const followers = new Set<Follower>();
  const written = metrics.counter({
    name: "signalbox_events_written_total",
    help: "Events that this node wrote",
    labels: ["type"],
  });
  metrics.gauge(
    { name: "signalbox_events_newest_position", help: "The newest event that this node knows" },
    () => only(Number(newest() ?? 0)),
  );
  const byName = (measure: (of: Follower[]) => number) =>
    [...Map.groupBy(followers, ({ name }) => name)].map(([follower, of]) => ({
      labels: { follower },
      value: measure(of),
    }));
  metrics.gauge(
    { name: "signalbox_events_followers", help: "Who reads the event log", labels: ["follower"] },
    () => byName((of) => of.length),
  );
  const behind = ({ position }: Follower) => Math.max(0, Number((newest() ?? position) - position));
  metrics.gauge(
    {
      name: "signalbox_events_followers_behind",
      help: "How many events the follower that is furthest behind has still to get",
      labels: ["follower"],
    },
    () => byName((of) => Math.max(...of.map(behind))),
  );
  return {
    wrote(events: readonly NewEvent[]) {
      for (const { type } of events) written.add({ type });
    },
    follower(name: string, position: bigint) {
      const follower = { name, position };
      followers.add(follower);
      return {
        reached: (reached: bigint) => {
          follower.position = reached;
        },
        left: () => void followers.delete(follower),
      };
    },
  };
};
