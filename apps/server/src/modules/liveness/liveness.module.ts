import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { type Metrics, noMetrics, only } from "../../platform/metrics/metrics.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { createProgramList } from "../../platform/processes/program-list.ts";
import { createTmux } from "../../platform/tmux/tmux.ts";
import type { AgentsApi } from "../agents/index.ts";
import { type AgentPanes, agentPanes } from "./agent-panes.ts";
import { createBell } from "./bell.ts";
import { createFinder } from "./finding/finder.ts";
import type { Home } from "./finding/see-processes.ts";
import { createGapWatch } from "./gap-watch.ts";
import { livenessLoops } from "./liveness.loops.ts";
import { livenessRoutes } from "./liveness.routes.ts";
import { paneToTypeIn, type TypablePane } from "./pane-to-type-in.ts";
import { createPaneWatch } from "./pane-watch.ts";
import type { Unheard } from "./ports.ts";
import { createReaper } from "./reaper.ts";
import { lookForTakenBack } from "./taken-back-watch.ts";
import { createWatchlist } from "./watchlist.ts";

export interface LivenessOptions {
  agents: AgentsApi;
  clock: Clock;
  log: Logger;
  metrics?: Metrics;
  /** Where programs are looked for. */
  path: string;
  /** Sockets of tmux servers. */
  tmuxSockets: readonly string[];
  /** After how long without a word an agent of which neither process nor pane is known is gone. */
  silentMs: number;
  /** Whether hooks of this machine's CLIs arrive here. */
  hears: boolean;
  /** Whose sessions are looked for that no hook told of. */
  home: Home;
  /** Without it panes tell only that an agent is gone. */
  unheard?: Unheard;
}

export interface Liveness {
  loops: Loop[];
  routes: MountedRoute[];
  /** A process was heard of that was not known before. */
  processSeen(): void;
  api: {
    /** The pane of an agent, or why there is none. */
    paneOf: AgentPanes["paneOf"];
    /** The pane that an agent stands in; in a sentence why it has none that could be typed into. */
    paneToTypeIn(agentId: string): TypablePane | string;
  };
}

/** Finds out what no hook tells: that an agent's process is gone, or that its pane moves while nothing is heard. */
export function createLiveness(options: LivenessOptions): Liveness {
  const { agents, clock, log, path, metrics = noMetrics } = options;
  const table = createProcessTable(path);
  const tmux = createTmux({ sockets: options.tmuxSockets, path, log });
  const { ended, asked } = measured(metrics, tmux.connected);
  const panes = createPaneWatch(tmux, table);
  const { unheard } = options;
  const now = () => clock.now().getTime();
  const gaps = unheard && createGapWatch({ tmux, panes, log, asked, unheard, now });
  const elapsed = () => performance.now();
  const watchlist = createWatchlist(agents, elapsed);
  const reaper = createReaper({
    ...{ agents, table, clock, elapsed, log, ended },
    watched: watchlist.ask,
    paneStanding: panes.standing,
    silentMs: options.silentMs,
  });
  const watchPanes = async () => {
    const watched = watchlist.latest();
    await panes.look(watched);
    await lookForTakenBack(watched, { tmux, panes, agents });
    await gaps?.look(watched);
  };
  const newcomers = createBell();
  const finder = createFinder({
    ...{ agents, now, log, home: options.home, watched: watchlist.ask },
    list: createProgramList(path),
  });
  return {
    processSeen() {
      watchlist.grew();
      newcomers.ring();
    },
    api: {
      ...agentPanes(watchlist, panes),
      paneToTypeIn: (agentId) =>
        options.hears ? paneToTypeIn(agentId, { tmux, panes, watched: watchlist.latest() }) : elsewhere,
    },
    routes: livenessRoutes(finder),
    loops: options.hears
      ? livenessLoops({ reap: reaper.round, newcomers, watchPanes, close: tmux.stop, find: finder.round })
      : [],
  };
}

const elsewhere = "the CLIs of this node's machine are not watched by it";

function measured(metrics: Metrics, connected: () => number) {
  const ended = metrics.counter({
    name: "signalbox_liveness_gone_total",
    help: "Processes of agents that this node found gone, by how it could tell",
    labels: ["reason"],
  });
  const asked = metrics.counter({
    name: "signalbox_liveness_gaps_total",
    help: "How often a pane moved while nothing was heard of its agent",
  });
  metrics.gauge(
    { name: "signalbox_liveness_tmux_servers", help: "tmux servers whose panes are watched" },
    () => only(connected()),
  );
  return { ended: (reason: string) => ended.add({ reason }), asked: () => asked.add({}) };
}
