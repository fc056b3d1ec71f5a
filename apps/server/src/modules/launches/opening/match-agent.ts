import type { Backend } from "@signalbox/contract/common";

/** A launch whose agent is not known yet. */
export interface Unmatched {
  backend: Backend;
  cwd: string;
  sessionId: string | null;
  /** The agent that it goes on with. */
  resumes: string | null;
  pid: number;
  openedAt: Date;
}

/** A session that was heard of, with one of its processes and those that this descends from. */
export interface Heard {
  agentId: string;
  backend: Backend;
  sessionId: string;
  cwd: string | null;
  startedAt: Date;
  lineage: readonly number[];
}

/** A hook may be dated a little before the clock is read that dates the terminal. */
const leewayMs = 1_000;

/**
 * The agent of a launch: the session of the id that it was given, else the one whose process runs in its terminal,
 * else the first without a process that began in its folder since (Codex leaves its hooks to a daemon). None that is
 * another launch's, but for the one that it goes on with: that launch may have left it for a new session.
 */
export function matchAgent(
  launch: Unmatched,
  heard: readonly Heard[],
  taken: ReadonlySet<string>,
): string | null {
  const { sessionId, resumes, pid, cwd, openedAt } = launch;
  const free = heard.filter(
    ({ agentId, backend }) => backend === launch.backend && (agentId === resumes || !taken.has(agentId)),
  );
  const began = openedAt.getTime() - leewayMs;
  const found =
    free.find((one) => sessionId !== null && one.sessionId === sessionId) ??
    free.find(({ lineage }) => lineage.includes(pid)) ??
    free.find((one) => one.lineage.length === 0 && one.cwd === cwd && one.startedAt.getTime() >= began);
  return found?.agentId ?? null;
}
