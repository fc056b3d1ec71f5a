import type { Service } from "../kernel/module.ts";
import type { EventLog, Reaction } from "../platform/events/events.ts";
import { createReactions } from "../platform/events/reactions.ts";
import type { Feed } from "../platform/events/run-reaction.ts";
import type { Connections } from "../platform/http/streams/connections.ts";
import type { Job } from "../platform/jobs/define-job.ts";
import type { OpenQueue } from "../platform/jobs/job-queue.ts";
import { createJobWorker } from "../platform/jobs/job-worker.ts";
import { createLeases } from "../platform/nodes/leases.ts";
import { createLoops, type Loop } from "../platform/nodes/loops.ts";
import { createNode, type NodeOptions } from "../platform/nodes/nodes.ts";
import type { Platform } from "./platform.ts";

/** What works without being asked: on what happened, on what was enqueued, and at what goes on and on. */
export function inBackground(
  { config, log, node, origin, ...rest }: Platform,
  events: EventLog,
  work: {
    feed: Feed;
    loops: readonly Loop[];
    reactions: readonly Reaction[];
    connections: Connections;
    queue: OpenQueue;
    takesOrders: NonNullable<NodeOptions["takesOrders"]>;
  },
) {
  const means = { ...rest, events };
  const works = { works: config.role !== "api", alone: config.databaseUrl === undefined };
  const logOf = (part: string) => ({ log: log.child({ part }) });
  const { queue } = work;
  const reactions = createReactions({
    ...{ ...means, ...logOf("reactions") },
    feed: work.feed,
    node: node.id,
    reactions: work.reactions,
  });
  const leases = createLeases({ ...means, ...works, ...logOf("leases"), node: node.id });
  const loops = createLoops({
    ...{ ...means, ...works, ...logOf("loops") },
    loops: [...work.loops, ...reactions.loops],
    leases,
  });
  const report = () => ({ loops: loops.status(), connections: work.connections.list() });
  const heart = createNode({
    ...{ ...means, ...logOf("node") },
    node,
    url: () => origin() || null,
    ...{ report, takesOrders: work.takesOrders },
    beatMs: works.alone ? 60_000 : 5_000,
  });
  const services: Service[] = [leases, reactions, loops];
  return {
    queue,
    reactions,
    /** Tells of this node; started early, so that it stops late. */
    heart,
    loops: loops.status,
    /** What this node has to say of itself. */
    report,
    services,
    worker: (jobs: Job[]) =>
      createJobWorker({ ...means, ...works, ...logOf("jobs"), node: node.id, queue, jobs }),
  };
}
