import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { defineEvent, Position } from "./event.ts";
import { defineRoute } from "./route.ts";

/** A loop that a node keeps going. */
export const NodeLoop = z
  .object({
    name: z.string(),
    summary: z.string(),
    /** One node runs it for all. */
    alone: z.boolean(),
    /** `standby`: another node runs it. */
    state: z.enum(["standby", "running", "restarting", "stopped"]),
    since: Instant,
    failures: z.number().int(),
    lastError: z.string().nullable(),
    lastErrorAt: Instant.nullable(),
  })
  .meta({ id: "NodeLoop" });
export type NodeLoop = z.infer<typeof NodeLoop>;

/** Somebody who follows the event log over a stream or a socket. */
export const NodeConnection = z
  .object({
    id: Id,
    kind: z.enum(["stream", "socket"]),
    /** The sign-in or the key, by its name. */
    who: z.string(),
    since: Instant,
    /** What it follows: types, projects, agents; empty for everything. */
    follows: z.array(z.string()),
    /** Events sent so far, and the last of them. */
    sent: z.number().int(),
    position: Position.nullable(),
  })
  .meta({ id: "NodeConnection" });
export type NodeConnection = z.infer<typeof NodeConnection>;

/** A node: one running process of Signalbox. */
export const Node = z
  .object({
    id: Id,
    name: z.string(),
    role: z.enum(["all", "api", "worker"]),
    hostName: z.string(),
    pid: z.number().int(),
    url: z.string().nullable(),
    version: z.string(),
    startedAt: Instant,
    beatAt: Instant,
    stoppedAt: Instant.nullable(),
    alive: z.boolean(),
    /** It is the one that answers. */
    answers: z.boolean(),
    loops: z.array(NodeLoop),
    connections: z.array(NodeConnection),
  })
  .meta({ id: "Node" });
export type Node = z.infer<typeof Node>;

export const listNodes = defineRoute({
  method: "GET",
  path: "/api/nodes",
  permission: "read",
  summary: "Nodes that were alive within the last week, with their loops and connections",
  replies: {
    200: z.object({
      items: z.array(Node),
      /** The newest event: how far behind a connection is. */
      newest: Position,
    }),
  },
});

/** Whoever was at its other end may connect anew, unless signed out. */
export const endConnection = defineRoute({
  method: "DELETE",
  path: "/api/connections/:connectionId",
  permission: "operate",
  summary: "End a stream or a socket, whichever node holds it",
  params: z.object({ connectionId: Id }),
  replies: { 202: null },
});

/**
 * What whatever another node must do may meet. `unreached`: it was not done, and will not be. `untold`: nobody knows
 * what became of it, as the node that took it went, or tells of it as another version does, or as this one stops.
 */
export const orderErrors = ["nodes.unreached", "nodes.untold"] as const;

export const orderGiven = defineEvent({
  type: "order.given",
  version: 1,
  producer: "platform",
  consumers: ["the node that it is for"],
  summary: "A node has another one do something for an agent that it alone reaches",
  data: z.object({ orderId: Id, nodeId: Id, kind: z.string() }),
});

export const connectionDismissed = defineEvent({
  type: "connection.dismissed",
  version: 1,
  producer: "operations",
  consumers: ["every node", "web app"],
  summary: "An operator ended a stream or a socket",
  data: z.object({ connectionId: Id }),
});
