import type { Service } from "../../kernel/module.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { createProcessGroups } from "../../platform/processes/process-groups.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { createProgramList } from "../../platform/processes/program-list.ts";
import { createTmuxSessions } from "../../platform/tmux/sessions.ts";
import { createBell } from "../liveness/index.ts";
import { endAnywhere } from "./elsewhere/end-anywhere.ts";
import { createLaunchNodes } from "./elsewhere/launch-nodes.ts";
import { restartAnywhere } from "./elsewhere/restart-anywhere.ts";
import { startAnywhere } from "./elsewhere/start-anywhere.ts";
import { createEndService } from "./ending/end-agent.ts";
import { tellLaunch } from "./launch-log.ts";
import { launchLoop } from "./launches.loops.ts";
import { launchesRoutes } from "./launches.routes.ts";
import { createLaunchesService } from "./launches.service.ts";
import { Rounds } from "./opening/rounds.ts";
import type { LaunchesOptions } from "./options.ts";
import { createRestartCarrier } from "./restarting/carry-restart.ts";
import { createRestartService } from "./restarting/restart-agent.ts";
import { Restarts, restartLoop } from "./restarting/restarts.loops.ts";
import { restartRoutes } from "./restarting/restarts.routes.ts";

export type LaunchesModuleOptions = Omit<
  LaunchesOptions,
  "tell" | "bell" | "stopping" | "sessions" | "table" | "groups" | "programs"
>;

export interface LaunchesModule {
  routes: MountedRoute[];
  loops: Loop[];
  services: Service[];
}

/** Starting agents, going on with them, and ending them. */
export function createLaunches(given: LaunchesModuleOptions): LaunchesModule {
  const { path, environment } = given.rules;
  const bell = createBell();
  const stopping = new AbortController();
  const options: LaunchesOptions = {
    ...given,
    ...{ bell, stopping: stopping.signal, tell: tellLaunch(given.events, given.clock) },
    sessions: createTmuxSessions({ path, env: environment }),
    table: createProcessTable(path),
    groups: createProcessGroups(path),
    programs: createProgramList(path),
  };
  const rounds = new Rounds(options);
  const service = createLaunchesService(options);
  const ends = createEndService(options);
  const restartBell = createBell();
  const restarts = new Restarts({
    ...options,
    carry: createRestartCarrier({ options, ends, launches: service }),
  });
  const { refuseWatchedAgent } = options;
  const nodes = createLaunchNodes(options);
  const restarting = createRestartService(options, restartBell);
  return {
    routes: [
      ...launchesRoutes({
        service: startAnywhere(options, { here: service, nodes }),
        ends: endAnywhere(options, { here: ends, nodes }),
        refuseWatchedAgent,
      }),
      ...restartRoutes({
        service: restartAnywhere(options, { here: restarting, nodes }),
        refuseWatchedAgent,
      }),
    ],
    loops: given.isHere ? [launchLoop(rounds, bell), restartLoop(restarts, restartBell)] : [],
    services: [
      {
        name: "launches",
        stop: async () => {
          stopping.abort();
          // What is being started without a terminal waits for its CLI, which goes with this server.
          await Promise.all([options.drivers.stop(), rounds.idle(), restarts.idle()]);
        },
      },
    ],
  };
}
