import {
  connectionDismissed,
  endConnection,
  listNodes,
  type Node,
  NodeConnection,
  NodeLoop,
} from "@signalbox/contract/nodes";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import type { Service } from "../../../kernel/module.ts";
import type { Db } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { actorOf, type Cause, type MountedRoute, reply, serve } from "../../../platform/http/http.ts";
import type { Connections } from "../../../platform/http/streams/connections.ts";
import { listNodes as readNodes, type SeenNode } from "../../../platform/nodes/nodes.ts";
import type { Audit } from "../../auth/index.ts";

export interface NodesOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  connections: Connections;
  /** The id of this node. */
  nodeId: string;
  /** What this node has to say of itself now: its last beat may be a while ago. */
  report(): object;
}

/** What a node says of itself; one of another version may say it in other words. */
const Report = z.object({
  loops: z.array(NodeLoop).catch([]).default([]),
  connections: z.array(NodeConnection).catch([]).default([]),
});

export const nodeRoutes = (options: NodesOptions): MountedRoute[] => [
  serve(listNodes, async () => {
    const [nodes, { newest }] = await Promise.all([readNodes(options.db.read), options.events.range()]);
    return reply(200, { items: nodes.map((node) => presentNode(node, options)), newest: String(newest) });
  }),
  serve(endConnection, async ({ params, caller, correlationId }) => {
    await dismiss(options, params.connectionId, { actor: actorOf(caller), correlationId });
    return reply(202, null);
  }),
];

const presentNode = (node: SeenNode, { nodeId, report }: NodesOptions): Node => {
  const answers = node.id === nodeId;
  // Through JSON, as the beat of another node came.
  const said: unknown = answers ? JSON.parse(JSON.stringify(report())) : node.report;
  const { loops, connections } = Report.catch({ loops: [], connections: [] }).parse(said);
  const { id, name, role, hostName, pid, url, version, alive } = node;
  return {
    ...{ id, name, role, hostName, pid, url, version, alive, answers, loops },
    connections: alive ? connections : [],
    startedAt: node.startedAt.toISOString(),
    beatAt: node.beatAt.toISOString(),
    stoppedAt: node.stoppedAt?.toISOString() ?? null,
  };
};

/** Any node may hold the connection: all of them hear of it by the log. */
const dismiss = async (options: NodesOptions, connectionId: string, cause: Cause): Promise<void> => {
  const { db, events, clock, audit } = options;
  const subject = { kind: "connection", id: connectionId };
  await db.transaction(async (tx) => {
    await audit.record(tx, { ...cause, action: "connection.dismissed", subject });
    events.append(
      tx,
      newEvent(connectionDismissed, { ...cause, at: clock.now(), subject }, { connectionId }),
    );
  });
};

/** Ends what an operator dismissed, where this node holds it. */
export const dismissals = ({
  events,
  connections,
}: Pick<NodesOptions, "events" | "connections">): Service => {
  const stopping = new AbortController();
  let following = Promise.resolve();
  return {
    name: "dismissals",
    async start() {
      const { newest } = await events.range();
      following = events
        .follow({
          name: "dismissals",
          after: newest,
          filter: { types: [connectionDismissed.type] },
          signal: stopping.signal,
          deliver: (dismissed) => {
            for (const { data } of dismissed) connections.end(String(data.connectionId));
          },
        })
        // The log stops, or tells again from elsewhere: a connection that is not ended can be dismissed again.
        .catch(() => {});
    },
    async stop() {
      stopping.abort();
      await following;
    },
  };
};
