import type { Backend } from "@signalbox/contract/common";
import type { Queryable } from "../../../platform/database/database.ts";

/** A live session of this machine of which something was heard of late. */
export interface HeardSession {
  agentId: string;
  backend: Backend;
  sessionId: string;
  cwd: string | null;
  startedAt: Date;
  /** Null where nothing told it. */
  pid: number | null;
}

/** Live sessions of which something was heard since, the oldest first; one with several processes stands there for each. */
export const findHeardSince = (
  read: Queryable,
  { hostId, since }: { hostId: string; since: Date },
): Promise<HeardSession[]> =>
  read
    .selectFrom("agents")
    .leftJoin("agents_processes as process", (join) =>
      join.onRef("process.agent_id", "=", "agents.id").on("process.ended_at", "is", null),
    )
    .where("agents.ended_at", "is", null)
    .where("agents.parent_id", "is", null)
    .where("agents.host_id", "=", hostId)
    .where("agents.last_seen_at", ">=", since)
    .orderBy("agents.started_at")
    .orderBy("agents.id")
    .limit(500)
    .select([
      "agents.id as agentId",
      "agents.backend",
      "agents.session_id as sessionId",
      "agents.cwd",
      "agents.started_at as startedAt",
      "process.pid",
    ])
    .execute();
