import type { Agent } from "@signalbox/contract/agents";
import { lineageOf } from "../../../platform/processes/lineage.ts";
import type { SeenProcess } from "../../../platform/processes/process-table.ts";
import { paneAround } from "../../../platform/tmux/panes.ts";
import type { SessionPane } from "../../../platform/tmux/sessions.ts";
import { adapterOf } from "../../backends/index.ts";
import { findLaunchOfAgent, type LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";

/** A process that is certainly the one that was heard of: its number and its birth. */
export interface TargetProcess {
  pid: number;
  birth: string;
}

/** What is known of an agent's process and terminal now. */
export interface EndTarget {
  process: TargetProcess | null;
  /** Its launch, where Signalbox started it and its terminal is open. */
  launch: LaunchRow | null;
  pane: { socket: string; pane: string; session: string } | null;
}

/** What is ended, and where its keys go. */
export interface StepTarget {
  process: TargetProcess;
  pane: EndTarget["pane"];
  launchId: string | null;
}

/** Clocks of hooks and of the system may differ so much. */
const leewayMs = 2_000;

export const createTargets = (options: LaunchesOptions) => {
  const { agents, table, clock, db, sessions, rules, log, places } = options;

  const seenProcess = async (pid: number): Promise<SeenProcess | null> =>
    (await table.look([pid]))?.get(pid) ?? null;

  /** Of a process whose birth is not known yet: it must have begun before it was first heard of. */
  const isThatOne = (seen: SeenProcess, birth: string | null, heardAt: Date): boolean =>
    birth === null
      ? clock.now().getTime() - seen.ageMs <= heardAt.getTime() + leewayMs
      : seen.birth === birth;

  const processOf = async (agent: Agent, launch: LaunchRow | null): Promise<TargetProcess | null> => {
    const watched = (await agents.watchedProcesses()).filter(({ agentId }) => agentId === agent.id);
    const known = [
      ...watched.map(({ pid, birth, seenAt }) => ({ pid, birth, seenAt })),
      ...(launch === null
        ? []
        : [{ pid: launch.pid, birth: launch.birth, seenAt: launch.opened_at ?? launch.at }]),
    ];
    for (const { pid, birth, seenAt } of known) {
      if (pid === null || pid === process.pid) continue;
      const seen = await seenProcess(pid);
      if (seen !== null && isThatOne(seen, birth, seenAt)) return { pid, birth: seen.birth };
    }
    return null;
  };

  const paneOf = async (target: TargetProcess | null): Promise<EndTarget["pane"]> => {
    const lineage = target === null ? null : await lineageOf(target.pid, table);
    if (lineage === null) return null;
    for (const socket of new Set([rules.socket, ...rules.sockets])) {
      const panes = await sessions.panes(socket).catch((error: unknown): SessionPane[] => {
        log.debug({ err: error, socket }, "tmux did not tell its panes");
        return [];
      });
      const found = paneAround(panes, lineage);
      if (found !== undefined) return { socket, pane: found.pane, session: found.session };
    }
    return null;
  };

  return {
    async find(agent: Agent): Promise<EndTarget> {
      const latest = (await findLaunchOfAgent(db.read, agent.id)) ?? null;
      const launch = latest?.state === "running" && latest.host_id === places.hostId() ? latest : null;
      const isHere = agent.hostId === places.hostId() && agent.parentId === null && agent.endedAt === null;
      const target = isHere ? await processOf(agent, launch) : null;
      return { process: target, launch: latest, pane: await paneOf(target) };
    },
    /** That of a start whose agent is not known; null where its terminal is not open here. */
    async ofLaunch(row: LaunchRow): Promise<StepTarget | null> {
      const { pid, birth, opened_at: heardAt, host_id: host } = row;
      if (pid === null || heardAt === null || host !== places.hostId()) return null;
      const seen = await seenProcess(pid);
      if (seen === null || !isThatOne(seen, birth, heardAt)) return null;
      const process = { pid, birth: seen.birth };
      return { process, pane: await paneOf(process), launchId: row.id };
    },
    /** Whether it is there still, and no other under its number. */
    async isThere({ pid, birth }: TargetProcess): Promise<boolean> {
      return (await seenProcess(pid))?.birth === birth;
    },
  };
};

/** Why nothing here can end it; null where something can. */
export function whyNot(agent: Agent, target: EndTarget, hostId: string): string | null {
  if (agent.parentId !== null) return "It is a child: it ends with the agent that started it";
  if (agent.hostId !== hostId) return "It runs on another machine, of which no node runs now";
  if (target.process === null) return "Nothing tells which process is its own: end it in its terminal";
  return null;
}

/** Why it can't be ended in its CLI's own way from here; null where it can. */
export function whyNotGently(agent: Agent, target: EndTarget): string | null {
  const leaves = adapterOf(agent.backend)?.launching.leaves;
  if (leaves?.by !== "keys" || target.pane !== null) return null;
  return "Its CLI leaves at a key alone, and it is in no tmux that Signalbox knows of: end it firmly, or in its terminal";
}
