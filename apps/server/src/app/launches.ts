import { homedir } from "node:os";
import type { Agents } from "../modules/agents/index.ts";
import type { Auth } from "../modules/auth/index.ts";
import { createLaunches, type LaunchDrivers, type LaunchesModule } from "../modules/launches/index.ts";
import type { Organisation } from "../modules/organisation/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import type { Orders } from "../platform/nodes/orders/orders.ts";
import type { Platform } from "./platform.ts";

interface Around {
  events: EventLog;
  auth: Pick<Auth, "api">;
  projects: Pick<Projects, "api">;
  organisation: Pick<Organisation, "api">;
  agents: Pick<Agents, "api">;
  drivers: LaunchDrivers;
  orders: Orders;
  /** Whether the CLIs of this machine send their hooks here. */
  hears: boolean;
}

/** Starts and ends agents of this machine, where it is watched. */
export function launchesOver(
  { config, db, clock, log }: Platform,
  { events, auth, projects, organisation, agents, drivers, orders, hears }: Around,
): LaunchesModule {
  const { home, path, cliFolders, tmuxSockets: sockets, usualTmuxSocket: usualSocket } = config;
  return createLaunches({
    ...{ db, events, clock, agents: agents.api, drivers, orders, isHere: hears },
    ...{ log: log.child({ part: "launches" }), audit: auth.api.audit },
    refuseWatchedAgent: auth.api.refuseWatchedAgent,
    personas: organisation.api,
    places: {
      hostId: projects.api.hostId,
      project: projects.api.get,
      projectAt: async (folder) => (await projects.api.placeOf(folder)).projectId,
    },
    rules: {
      ...config.launches,
      ...{ home, path, cliFolders, sockets, usualSocket, socket: sockets[0] ?? usualSocket },
      environment: { HOME: homedir(), ...config.launches.environment },
      closed: [home, ...Object.values(cliFolders)],
    },
  });
}
