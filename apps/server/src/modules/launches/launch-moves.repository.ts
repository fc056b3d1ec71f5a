import { sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import { type LaunchRow, openStates } from "./launches.repository.ts";

/** Each move requires what was before it; undefined where that was gone. */
type Moved = Promise<LaunchRow | undefined>;

const startingAt = (tx: Tx, id: string, step: LaunchRow["step"]) =>
  tx.updateTable("launches").where("id", "=", id).where("state", "=", "starting").where("step", "=", step);

/** Whoever makes this move opens it, and nobody else. `owner`: the server process that it becomes a part of. */
export const moveToOpening = (
  tx: Tx,
  id: string,
  owner: { pid: number; birth: string | null } | null = null,
): Moved =>
  startingAt(tx, id, "preparing")
    .set({ step: "opening", owner_pid: owner?.pid ?? null, owner_birth: owner?.birth ?? null })
    .returningAll()
    .executeTakeFirst();

export interface Opened {
  session: string;
  pane: string | null;
  pid: number;
  birth: string | null;
  /** Where it was not known before. */
  sessionId?: string;
  /** Nothing is heard of it before its first prompt, which it was not given. */
  waits: boolean;
  at: Date;
}

/** Its prompt is in the CLI's hands, and forgotten here. */
export const moveToOpened = (
  tx: Tx,
  id: string,
  { waits, session, pane, pid, birth, sessionId, at }: Opened,
): Moved =>
  startingAt(tx, id, "opening")
    .set({
      ...{ state: waits ? "waiting" : "starting", step: "opened" },
      ...{ session, pane, pid, birth, opened_at: at, prompt: null },
    })
    .$if(sessionId !== undefined, (query) => query.set({ session_id: sessionId ?? null }))
    .returningAll()
    .executeTakeFirst();

export const moveToRunning = (tx: Tx, id: string, agentId: string): Moved =>
  tx
    .updateTable("launches")
    .where("id", "=", id)
    .where("state", "in", ["starting", "waiting"])
    .where("step", "=", "opened")
    .set({ state: "running", agent_id: agentId })
    .returningAll()
    .executeTakeFirst();

export interface Over {
  state: "failed" | "ended";
  reason: string;
  lastLines: string | null;
  at: Date;
}

export const moveToOver = (tx: Tx, id: string, { state, reason, lastLines, at }: Over): Moved =>
  tx
    .updateTable("launches")
    .where("id", "=", id)
    .where("state", "in", openStates)
    .set({ state, reason, last_lines: lastLines, ended_at: at, prompt: null })
    .returningAll()
    .executeTakeFirst();

export interface WorktreeChange {
  state: "wanted" | "made" | "kept" | "removed";
  note?: string | null;
  ownBranch?: boolean;
  setup?: string;
  cwd?: string;
}

export const changeWorktree = (tx: Tx, id: string, change: WorktreeChange): Promise<unknown> =>
  tx
    .updateTable("launches")
    .where("id", "=", id)
    .set({
      worktree_state: change.state,
      ...(change.note === undefined ? {} : { worktree_note: change.note }),
      ...(change.ownBranch === undefined ? {} : { worktree_own_branch: change.ownBranch }),
      ...(change.setup === undefined ? {} : { setup_output: change.setup }),
      ...(change.cwd === undefined ? {} : { cwd: change.cwd }),
    })
    .execute();

/** Those that are over, whose worktree nobody has looked after yet, and in which no other start works or is about to. */
const leftWorktrees = (read: Queryable, hostId: string) =>
  read
    .selectFrom("launches")
    .where("host_id", "=", hostId)
    .where("worktree_state", "in", ["wanted", "made"])
    .where("state", "in", ["failed", "ended"])
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom("launches as open")
            .where("open.host_id", "=", hostId)
            .where("open.state", "in", openStates)
            .where(
              sql<boolean>`(open.cwd = launches.worktree_path or starts_with(open.cwd, launches.worktree_path || '/'))`,
            )
            .select("open.id"),
        ),
      ),
    )
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom("launches_restarts as restart")
            .whereRef("restart.agent_id", "=", "launches.agent_id")
            .where("restart.state", "in", ["ending", "resuming"])
            .select("restart.id"),
        ),
      ),
    );

export const findLeftWorktrees = (read: Queryable, hostId: string): Promise<LaunchRow[]> =>
  leftWorktrees(read, hostId).orderBy("id").limit(20).selectAll().execute();

/** Whether it is one of those still. */
export const isLeftWorktree = async (
  read: Queryable,
  { id, host_id }: Pick<LaunchRow, "id" | "host_id">,
): Promise<boolean> =>
  (await leftWorktrees(read, host_id).where("id", "=", id).select("id").executeTakeFirst()) !== undefined;
