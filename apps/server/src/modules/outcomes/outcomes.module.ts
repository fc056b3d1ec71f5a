import type { MountedRoute } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { ExecutionOutcomes } from "../executions/index.ts";
import { createBell } from "../liveness/index.ts";
import { carryOutNext } from "./carrying-out/carry-out.ts";
import type { OutcomesOptions } from "./options.ts";
import { outcomesLoop } from "./outcomes.loops.ts";
import { outcomesRoutes } from "./outcomes.routes.ts";
import { createOutcomesService } from "./outcomes.service.ts";
import { makeSigningSecret, signingSecretTime } from "./signing-secret.ts";

export interface OutcomesModuleOptions extends OutcomesOptions {
  /** Whether executions run on this node. */
  runs: boolean;
}

export interface OutcomesModule {
  api: ExecutionOutcomes;
  routes: MountedRoute[];
  loops: Loop[];
}

/** What executions leave behind. */
export function createOutcomes({ runs, ...options }: OutcomesModuleOptions): OutcomesModule {
  const bell = createBell();
  const service = createOutcomesService(options, bell.ring);
  return {
    api: service,
    routes: outcomesRoutes({
      ...{ service, refuseWatchedAgent: options.refuseWatchedAgent },
      secretTime: (botId) => signingSecretTime(botId, options),
      makeSecret: (botId, by) => makeSigningSecret(botId, by, options),
    }),
    loops: runs ? [outcomesLoop((signal) => carryOutNext(options, signal), bell)] : [],
  };
}
