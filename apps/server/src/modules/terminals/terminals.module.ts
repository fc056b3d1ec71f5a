import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Gate } from "../../platform/http/gate.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Connections } from "../../platform/http/streams/connections.ts";
import type { AgentsApi } from "../agents/index.ts";
import type { Audit } from "../auth/index.ts";
import type { DrivingRecord } from "./controls.ts";
import { createPaneStreams } from "./pane-streams.ts";
import { isSamePane, type Panes } from "./ports.ts";
import { type Found, terminalSocketRoute } from "./terminal-socket.ts";

export interface TerminalsOptions {
  db: Db;
  log: Logger;
  gate: Gate;
  audit: Audit;
  connections: Connections;
  agents: Pick<AgentsApi, "backendOf">;
  panes: Panes;
  /** The other machine that an agent runs on, where a node of it lives. */
  machineOf(agentId: string): Promise<string | null>;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
  /** Where programs are looked for. */
  path: string;
  heartbeatMs?: number;
  /** How long a client may take to show what it was sent. */
  patienceMs?: number;
}

export interface Terminals {
  routes: MountedRoute[];
  service: Service;
}

/** The terminals of agents in the page: their panes as they are printed, and keys into them. */
export function createTerminals(options: TerminalsOptions): Terminals {
  const { db, audit, agents, panes, path, log } = options;
  const streams = createPaneStreams({ path, log });
  const streamOf = async (agentId: string): Promise<Found> => {
    const pane = panes.paneOf(agentId);
    if (pane === "no_process") {
      if (!(await isKnown(agents, agentId))) return "no_agent";
      const machine = await options.machineOf(agentId);
      return machine === null ? pane : { machine };
    }
    if (typeof pane === "string") return pane;
    const stream = await streams.open(pane);
    if (stream === null) return "closed";
    const isStill = () => {
      const now = panes.paneOf(agentId);
      return typeof now !== "string" && isSamePane(now, pane);
    };
    return { stream, isStill };
  };
  const { gate, connections, refuseWatchedAgent, heartbeatMs = 15_000, patienceMs = 15_000 } = options;
  const record = recordOf(db, audit);
  return {
    routes: [
      terminalSocketRoute({
        gate,
        log,
        connections,
        streamOf,
        record,
        refuseWatchedAgent,
        heartbeatMs,
        patienceMs,
      }),
    ],
    service: { name: "terminals", stop: () => streams.stop() },
  };
}

const isKnown = async (agents: Pick<AgentsApi, "backendOf">, agentId: string): Promise<boolean> => {
  try {
    await agents.backendOf(agentId);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.kind === "not_found") return false;
    throw error;
  }
};

const recordOf =
  (db: Db, audit: Audit): DrivingRecord =>
  (what, { agentId, pane, cause }) =>
    db.transaction((tx) =>
      audit.record(tx, {
        ...cause,
        action: `terminal.driving_${what}`,
        subject: { kind: "agent", id: agentId },
        detail: { pane },
      }),
    );
