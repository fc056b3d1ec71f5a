import { homedir } from "node:os";
import type { Agents } from "../modules/agents/index.ts";
import { createLiveness, type Liveness } from "../modules/liveness/index.ts";
import type { Platform } from "./platform.ts";

/** Watches the processes and panes of the agents of this machine, where their hooks arrive. */
export const livenessOf = (
  { config, clock, metrics, ...rest }: Platform,
  { api }: Agents,
  hears: boolean,
): Liveness => {
  const log = rest.log.child({ part: "liveness" });
  return createLiveness({
    agents: api,
    ...{ clock, log, metrics },
    path: config.path,
    tmuxSockets: config.tmuxSockets,
    silentMs: config.silentMs,
    hears,
    home: { userHome: homedir(), cliFolders: sessionFolders(config) },
    unheard: {
      async reconcile(agentId, why) {
        log.debug({ agentId, why }, "something may have gone unheard");
        await api.readTranscript(agentId);
      },
    },
  });
};

/** Where each CLI keeps its sessions: the store of one that has one, else its folder. */
const sessionFolders = ({ cliFolders, cliStores }: Platform["config"]): Platform["config"]["cliFolders"] => ({
  ...cliFolders,
  ...cliStores,
});
