import { Id } from "@signalbox/contract/common";
import { type AgentTerminal, Ending, EndReport } from "@signalbox/contract/launches";
import { z } from "zod";
import { anywhere } from "../../../platform/nodes/orders/anywhere.ts";
import { OrderCause } from "../../../platform/nodes/orders/ordered-by.ts";
import type { EndService } from "../ending/end-agent.ts";
import { findLaunchOfAgent, type LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { attachCommand } from "../present-launch.ts";
import { findOpenRestartOf } from "../restarting/restarts.repository.ts";
import type { LaunchNodes } from "./launch-nodes.ts";

interface Means {
  here: EndService;
  nodes: LaunchNodes;
}

/** Ends agents and starts at the node that has them. */
export function endAnywhere(options: LaunchesOptions, { here, nodes }: Means): EndService {
  const { orders, places, agents, db, rules } = options;
  const end = anywhere(orders, {
    name: "end an agent",
    wish: z.object({ agentId: Id, how: Ending, by: OrderCause }),
    reply: EndReport,
    aboutOf: ({ agentId, by }) => ({ subject: { kind: "agent", id: agentId }, agentId, by }),
    nodesOf: ({ agentId }) => nodes.ofAgent(agentId),
    here: ({ agentId, how, by }) => here.end(agentId, how, by),
  });
  const endLaunch = anywhere(orders, {
    name: "end a start",
    wish: z.object({ launchId: Id, how: Ending, by: OrderCause }),
    reply: EndReport,
    aboutOf: ({ launchId, by }) => ({ subject: { kind: "launch", id: launchId }, agentId: null, by }),
    nodesOf: ({ launchId }) => nodes.ofLaunch(launchId),
    here: ({ launchId, how, by }) => here.endLaunch(launchId, how, by),
  });
  return {
    end: (agentId, how, by) => end({ agentId, how, by }),
    endLaunch: (launchId, how, by) => endLaunch({ launchId, how, by }),
    async terminal(agentId): Promise<AgentTerminal> {
      const [other] = await nodes.ofAgent(agentId);
      if (other === undefined) return here.terminal(agentId);
      const agent = await agents.agent(agentId);
      if (agent.hostId === places.hostId()) {
        const terminal = await here.terminal(agentId);
        // Run by another process of this machine, which closes its input.
        return { ...terminal, endsGently: terminal.unreachable === null };
      }
      const launch = await findLaunchOfAgent(db.read, agentId);
      const isOver = agent.endedAt !== null;
      const isChild = agent.parentId !== null;
      return {
        agentId,
        launchId: launch?.id ?? null,
        restartId: (await findOpenRestartOf(db.read, agentId))?.id ?? null,
        headless: launch?.mode === "headless" && launch.ended_at === null,
        attach: launch === undefined || isOver ? null : attachOf(launch, rules.usualSocket),
        machine: other.hostName,
        // What is in the way there, the other node says once it is asked.
        endsGently: !isOver && !isChild,
        unreachable: isOver ? "It has ended" : isChild ? "It ends with the agent that started it" : null,
        resumable: isOver && !isChild && agent.cwd !== null,
      };
    },
  };
}

/** As it was opened. */
function attachOf(
  { mode, step, ended_at: endedAt, socket, session, pane }: LaunchRow,
  usualSocket: string,
): AgentTerminal["attach"] {
  if (mode !== "terminal" || step !== "opened" || endedAt !== null || pane === null) return null;
  return { socket, session, pane, command: attachCommand(socket, session, usualSocket) };
}
