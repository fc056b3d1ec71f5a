import { Id } from "@signalbox/contract/common";
import { Restart, restartAgent } from "@signalbox/contract/restarts";
import { z } from "zod";
import { anywhere } from "../../../platform/nodes/orders/anywhere.ts";
import { OrderedBy } from "../../../platform/nodes/orders/ordered-by.ts";
import type { LaunchesOptions } from "../options.ts";
import type { RestartService } from "../restarting/restart-agent.ts";
import { findRestartByKey } from "../restarting/restarts.repository.ts";
import type { LaunchNodes } from "./launch-nodes.ts";

interface Means {
  here: RestartService;
  nodes: LaunchNodes;
}

/** Writes a restart down at the node that will carry it out: that one knows what would stand in its way. */
export function restartAnywhere({ orders, db }: LaunchesOptions, { here, nodes }: Means): RestartService {
  const restart = anywhere(orders, {
    name: "restart an agent",
    wish: z.object({ agentId: Id, asked: restartAgent.body, by: OrderedBy }),
    reply: Restart,
    aboutOf: ({ agentId, by }) => ({ subject: { kind: "agent", id: agentId }, agentId, by }),
    // One that is known is told of by any node.
    nodesOf: async ({ agentId, asked: { key } }) =>
      (await findRestartByKey(db.read, key)) === undefined ? nodes.ofAgent(agentId) : [],
    here: ({ agentId, asked, by }) => here.restart(agentId, asked, by),
  });
  return { ...here, restart: (agentId, asked, by) => restart({ agentId, asked, by }) };
}
