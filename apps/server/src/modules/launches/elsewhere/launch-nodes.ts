import type { Orders } from "../../../platform/nodes/orders/orders.ts";
import type { ReachableNode } from "../../../platform/nodes/reachable-nodes.ts";
import type { ProcessTable } from "../../../platform/processes/process-table.ts";
import type { AgentsApi } from "../../agents/index.ts";
import { findLaunch, findLaunchOfAgent, type LaunchRow } from "../launches.repository.ts";
import { ownerOf } from "../opening/owner.ts";
import type { LaunchesOptions } from "../options.ts";
import type { LaunchPlaces } from "../ports.ts";

/** Other nodes that have what this one has not, the best first; none where this one has it, or no other node lives. */
export interface LaunchNodes {
  /** Those of a machine. */
  at(hostId: string): Promise<ReachableNode[]>;
  /** Those that can end an agent. */
  ofAgent(agentId: string): Promise<ReachableNode[]>;
  /** Those that can end a start of which no agent is known. */
  ofLaunch(launchId: string): Promise<ReachableNode[]>;
}

interface NodesOptions {
  orders: Pick<Orders, "nodesAt">;
  places: Pick<LaunchPlaces, "hostId">;
  table: ProcessTable;
  db: Pick<LaunchesOptions["db"], "read">;
  agents: Pick<AgentsApi, "agent">;
}

export function createLaunchNodes({ orders, places, table, db, agents }: NodesOptions): LaunchNodes {
  const isHere = (hostId: string) => hostId === places.hostId();
  /** Of what a server runs itself it must be that very process. */
  const having = async (hostId: string, launch: LaunchRow | undefined): Promise<ReachableNode[]> => {
    const owned = launch?.mode === "headless" && launch.ended_at === null ? launch : null;
    if (isHere(hostId) && (owned === null || (await ownerOf(owned, table)) !== "another")) return [];
    const nodes = await orders.nodesAt(hostId);
    const owners = nodes.filter(({ pid }) => pid === owned?.owner_pid);
    return owners.length > 0 || isHere(hostId) ? owners : nodes;
  };
  return {
    at: async (hostId) => (isHere(hostId) ? [] : orders.nodesAt(hostId)),
    async ofAgent(agentId) {
      const { hostId } = await agents.agent(agentId);
      return having(hostId, await findLaunchOfAgent(db.read, agentId));
    },
    async ofLaunch(launchId) {
      const launch = await findLaunch(db.read, launchId);
      return launch === undefined ? [] : having(launch.host_id, launch);
    },
  };
}
