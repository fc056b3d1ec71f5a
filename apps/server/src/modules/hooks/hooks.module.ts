import type { Service } from "../../kernel/module.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Job } from "../../platform/jobs/define-job.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { createHookHealth, type HookHealthService } from "./health/health.service.ts";
import { createHookFolder } from "./hook-folder.ts";
import { hookCheckLoop, hookJobs } from "./hooks.jobs.ts";
import { hookRoutes } from "./hooks.routes.ts";
import { createHooksService, type HooksApi, type HooksServiceOptions } from "./hooks.service.ts";
import { type CliFolders, supportedClis } from "./supported-clis.ts";

export interface HooksOptions extends Omit<HooksServiceOptions, "folder" | "clis"> {
  /** `$SIGNALBOX_HOME`. */
  home: string;
  /** Where each CLI keeps its settings. */
  cliFolders: CliFolders;
  role: "all" | "api" | "worker";
  /** Whether the CLIs of this machine send their hooks here. */
  hears: boolean;
}

export interface Hooks {
  api: HooksApi;
  health: HookHealthService;
  jobs: Job[];
  loops: Loop[];
  routes: MountedRoute[];
  /** Writes the script at each start, and takes the port away at the end. */
  service: Service;
}

/** The hooks that let CLIs speak to us: their script, and their entries in the CLIs' settings files. */
export function createHooks({ home, cliFolders, role, hears, ...rest }: HooksOptions): Hooks {
  const folder = createHookFolder(home);
  const api = createHooksService({ ...rest, folder, clis: supportedClis(cliFolders, folder) });
  const health = createHookHealth({ db: rest.db, clock: rest.clock, hooks: api, hears });
  return {
    api,
    health,
    jobs: hookJobs(health, role !== "worker"),
    loops: role === "api" ? [hookCheckLoop(health)] : [],
    routes: hookRoutes(api),
    service: { name: "hooks", start: folder.writeScript, stop: folder.removePort },
  };
}
