import type { Service } from "../../kernel/module.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { createHookFolder } from "./hook-folder.ts";
import { hookRoutes } from "./hooks.routes.ts";
import { createHooksService, type HooksApi, type HooksServiceOptions } from "./hooks.service.ts";
import { supportedClis } from "./supported-clis.ts";

export interface HooksOptions extends Omit<HooksServiceOptions, "folder" | "clis"> {
  /** `$SIGNALBOX_HOME`. */
  home: string;
  /** Where each CLI keeps its settings. */
  cliFolders: { claude: string };
}

export interface Hooks {
  api: HooksApi;
  routes: MountedRoute[];
  /** Writes the script at each start, and takes the port away at the end. */
  service: Service;
}

/** The hooks that let CLIs speak to us: their script, and their entries in the CLIs' settings files. */
export function createHooks({ home, cliFolders, ...rest }: HooksOptions): Hooks {
  const folder = createHookFolder(home);
  const api = createHooksService({ ...rest, folder, clis: supportedClis(cliFolders) });
  return {
    api,
    routes: hookRoutes(api),
    service: { name: "hooks", start: folder.writeScript, stop: folder.removePort },
  };
}
