import { Id } from "@signalbox/contract/common";
import { Launch, resumeAgent, startLaunch } from "@signalbox/contract/launches";
import { z } from "zod";
import { anywhere } from "../../../platform/nodes/orders/anywhere.ts";
import { OrderedBy } from "../../../platform/nodes/orders/ordered-by.ts";
import { findLaunchByKey } from "../launches.repository.ts";
import type { LaunchesService } from "../launches.service.ts";
import type { LaunchesOptions } from "../options.ts";
import type { LaunchNodes } from "./launch-nodes.ts";

interface Means {
  here: LaunchesService;
  nodes: LaunchNodes;
}

/** Starts a CLI on the machine of its project, and goes on with a session on its own. */
export function startAnywhere(
  { orders, agents, places, db }: LaunchesOptions,
  { here, nodes }: Means,
): LaunchesService {
  /** A start that is known is told of by any node. */
  const isKnown = async (key: string) => (await findLaunchByKey(db.read, key)) !== undefined;
  const start = anywhere(orders, {
    name: "start a CLI",
    wish: z.object({ asked: startLaunch.body, by: OrderedBy }),
    reply: Launch,
    aboutOf: ({ asked: { projectId }, by }) => ({
      ...{ subject: { kind: "project", id: projectId ?? "" }, agentId: null, by },
    }),
    nodesOf: async ({ asked: { projectId, key } }) =>
      projectId === undefined || (await isKnown(key))
        ? []
        : nodes.at((await places.project(projectId)).hostId),
    here: ({ asked, by }) => here.start(asked, by),
  });
  const resume = anywhere(orders, {
    name: "go on with a session",
    wish: z.object({ agentId: Id, asked: resumeAgent.body, by: OrderedBy }),
    reply: Launch,
    aboutOf: ({ agentId, by }) => ({ subject: { kind: "agent", id: agentId }, agentId, by }),
    nodesOf: async ({ agentId, asked: { key } }) =>
      (await isKnown(key)) ? [] : nodes.at((await agents.agent(agentId)).hostId),
    here: ({ agentId, asked, by }) => here.resume(agentId, asked, by),
  });
  return {
    ...here,
    start: (asked, by) => start({ asked, by }),
    resume: (agentId, asked, by) => resume({ agentId, asked, by }),
  };
}
