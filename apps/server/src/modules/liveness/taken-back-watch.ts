import type { Tmux } from "../../platform/tmux/tmux.ts";
import type { AgentsApi, WatchedProcess } from "../agents/index.ts";
import { adapterOf } from "../backends/index.ts";
import type { PaneWatch } from "./pane-watch.ts";

export interface TakenBackOptions {
  tmux: Pick<Tmux, "capture">;
  panes: Pick<PaneWatch, "paneOf">;
  agents: Pick<AgentsApi, "promptTakenBack">;
}

/**
 * Looks once at the panes of agents that have a prompt and did nothing yet, for a prompt that was taken back: some CLIs
 * tell of that nowhere else.
 */
export async function lookForTakenBack(
  watched: readonly WatchedProcess[],
  { tmux, panes, agents }: TakenBackOptions,
): Promise<void> {
  for (const process of watched) {
    const { backend, processId, untouchedPrompt } = process;
    const tookBack = adapterOf(backend)?.tookPromptBack;
    const pane = panes.paneOf(processId);
    if (tookBack === undefined || untouchedPrompt === null || pane === undefined) continue;
    const screen = await tmux.capture(pane);
    if (screen !== null && tookBack(screen, untouchedPrompt)) await agents.promptTakenBack(process);
  }
}
