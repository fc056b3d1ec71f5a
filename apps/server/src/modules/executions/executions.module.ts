import type { Service } from "../../kernel/module.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { createBell } from "../liveness/index.ts";
import { executionsLoop, followLoop, lostHostsLoop } from "./executions.loops.ts";
import { executionsRoutes } from "./executions.routes.ts";
import { createExecutionsService, type ExecutionsService } from "./executions.service.ts";
import { limitsRoutes } from "./limits/limits.routes.ts";
import { createLimits } from "./limits/limits.service.ts";
import { createNews } from "./news.ts";
import type { ExecutionsOptions } from "./options.ts";
import { type DryRunAnswer, type DryRunWish, dryRun } from "./running/dry-run.ts";
import { lookAgain } from "./running/look-again.ts";
import { Rounds } from "./running/rounds.ts";
import { Tails } from "./running/tails.ts";
import { tellExecution } from "./tell-execution.ts";
import { createExecutionsUsage, type ExecutionsUsage } from "./usage/executions-usage.ts";
import { takenViews } from "./usage/taken-views.ts";

export interface ExecutionsModuleOptions
  extends Omit<ExecutionsOptions, "bell" | "news" | "tails" | "table" | "tell"> {
  /** Whether executions run on this node. */
  runs: boolean;
}

export interface ExecutionsModule {
  api: Pick<
    ExecutionsService,
    | "get"
    | "queue"
    | "startedBy"
    | "lastSucceeded"
    | "runningPids"
    | "waiting"
    | "correlated"
    | "outcomeFailed"
    | "outcomesDone"
  > & {
    usage: ExecutionsUsage;
    /** Accounts may have come free: what waits for one is looked at now. */
    lookAgain(): Promise<void>;
    /** What a start would run, on this machine. @throws AppError `projects.not_found` */
    dryRun(wish: DryRunWish): Promise<DryRunAnswer>;
  };
  routes: MountedRoute[];
  loops: Loop[];
  services: Service[];
}

/** Whoever starts something wants to see it begin. */
const soonMs = 20;

/** Runs of coding CLIs from their beginning to their end, without anybody beside them. */
export function createExecutions({ runs, ...given }: ExecutionsModuleOptions): ExecutionsModule {
  const [bell, news] = [createBell({ soonMs }), createNews()];
  const options: ExecutionsOptions = {
    ...given,
    ...{ bell, news, tails: new Tails(), table: createProcessTable(given.rules.path) },
    tell: tellExecution(given.events, given.clock),
  };
  const service = createExecutionsService(options);
  const rounds = new Rounds(options);
  const { refuseWatchedAgent } = given;
  return {
    api: {
      ...{ ...service, usage: createExecutionsUsage(given.clock) },
      lookAgain: () => lookAgain(options),
      dryRun: (wish) => dryRun(wish, options),
    },
    routes: [
      ...executionsRoutes({ service, taken: takenViews(given), refuseWatchedAgent }),
      ...limitsRoutes({ limits: createLimits(options), refuseWatchedAgent }),
    ],
    loops: runs ? [executionsLoop(rounds, bell), followLoop(rounds, news), lostHostsLoop(options)] : [],
    services: [
      {
        name: "executions",
        stop: async () => {
          news.close();
          await rounds.stop();
        },
      },
    ],
  };
}
