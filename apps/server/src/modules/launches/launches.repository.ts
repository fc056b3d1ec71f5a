import type { Backend } from "@signalbox/contract/common";
import type { LaunchMode } from "@signalbox/contract/launches";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Launches } from "../../platform/database/tables.ts";

export type LaunchRow = Selectable<Launches>;

export interface NewLaunch {
  id: string;
  hostId: string;
  projectId: string | null;
  personaId: string | null;
  resumes: string | null;
  backend: Backend;
  mode: LaunchMode;
  key: string;
  name: string | null;
  cwd: string;
  prompt: string | null;
  args: readonly string[];
  sessionId: string | null;
  socket: string;
  session: string;
  worktree: { branch: string; path: string; repository: string } | null;
  by: { actor: string; name: string; correlationId: string };
  at: Date;
}

/** Undefined where the key has named a start before. */
export const insertLaunch = (tx: Tx, launch: NewLaunch): Promise<LaunchRow | undefined> => {
  const { id, backend, mode, name, cwd, prompt, args, socket, session, worktree, by, at } = launch;
  return tx
    .insertInto("launches")
    .values({
      ...{ id, backend, mode, name, cwd, prompt, socket, session, at, args: JSON.stringify(args) },
      ...{ host_id: launch.hostId, project_id: launch.projectId, resumes_agent_id: launch.resumes },
      persona_id: launch.personaId,
      ...{ idempotency_key: launch.key, session_id: launch.sessionId, state: "starting", step: "preparing" },
      ...{ actor: by.actor, actor_name: by.name, correlation_id: by.correlationId },
      worktree_branch: worktree?.branch ?? null,
      worktree_path: worktree?.path ?? null,
      worktree_repository: worktree?.repository ?? null,
      worktree_state: worktree === null ? null : "wanted",
    })
    .onConflict((conflict) => conflict.column("idempotency_key").doNothing())
    .returningAll()
    .executeTakeFirst();
};

export const findLaunch = (read: Queryable, id: string): Promise<LaunchRow | undefined> =>
  read.selectFrom("launches").where("id", "=", id).selectAll().executeTakeFirst();

export const findLaunchByKey = (read: Queryable, key: string): Promise<LaunchRow | undefined> =>
  read.selectFrom("launches").where("idempotency_key", "=", key).selectAll().executeTakeFirst();

/** It is not over. */
export const openStates = ["starting", "waiting", "running"] as const;

/** Those of a host that are not over, the oldest first. */
export const findOpenLaunches = (read: Queryable, hostId: string): Promise<LaunchRow[]> =>
  read
    .selectFrom("launches")
    .where("host_id", "=", hostId)
    .where("state", "in", openStates)
    .orderBy("id")
    .limit(1_000)
    .selectAll()
    .execute();

export const countOpenLaunches = async (read: Queryable, hostId: string): Promise<number> => {
  const { count } = await read
    .selectFrom("launches")
    .where("host_id", "=", hostId)
    .where("state", "in", openStates)
    .select((is) => is.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** The one start that goes on with an agent and is not over. */
export const findOpenResume = (read: Queryable, agentId: string): Promise<LaunchRow | undefined> =>
  read
    .selectFrom("launches")
    .where("resumes_agent_id", "=", agentId)
    .where("state", "in", openStates)
    .selectAll()
    .executeTakeFirst();

/** The start whose terminal an agent is in. */
export const findRunningLaunchOf = (read: Queryable, agentId: string): Promise<LaunchRow | undefined> =>
  read
    .selectFrom("launches")
    .where("agent_id", "=", agentId)
    .where("state", "=", "running")
    .limit(1)
    .selectAll()
    .executeTakeFirst();

/** The newest launch of an agent. */
export const findLaunchOfAgent = (read: Queryable, agentId: string): Promise<LaunchRow | undefined> =>
  read
    .selectFrom("launches")
    .where("agent_id", "=", agentId)
    .orderBy("id", "desc")
    .limit(1)
    .selectAll()
    .executeTakeFirst();

export interface LaunchWindow {
  before: string | undefined;
  limit: number;
  agentId: string | undefined;
  isOpen: boolean;
}

/** The latest first. */
export const listLaunchRows = (
  read: Queryable,
  { before, limit, agentId, isOpen }: LaunchWindow,
): Promise<LaunchRow[]> => {
  let query = read.selectFrom("launches").orderBy("id", "desc").limit(limit).selectAll();
  if (before !== undefined) query = query.where("id", "<", before);
  if (agentId !== undefined) query = query.where("agent_id", "=", agentId);
  if (isOpen) query = query.where("state", "in", openStates);
  return query.execute();
};
