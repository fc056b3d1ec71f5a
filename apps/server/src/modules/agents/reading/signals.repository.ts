import { sql } from "kysely";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";

/** A signal as it arrived, without its payload. */
export interface SignalFacts {
  id: string;
  /** A CLI that nobody knows may have sent it. */
  backend: string;
  event: string;
  receivedAt: string;
  agentId: string | null;
}

/** Which identities the signals of some agents have already. */
export const findSignalIdentities = (
  read: Queryable,
  agentIds: readonly string[],
  identities: readonly string[],
): Promise<{ agent_id: string | null; identity: string }[]> =>
  read
    .selectFrom("agents_signals")
    .where("agent_id", "=", sql<string>`any(${agentIds}::uuid[])`)
    .where("identity", "=", sql<string>`any(${identities})`)
    .select(["agent_id", "identity"])
    .execute();

/** Those signals among the ids, whatever else these are of. */
export async function findSignals(read: Queryable, ids: readonly string[]): Promise<SignalFacts[]> {
  const known = ids.filter((id) => z.uuid().safeParse(id).success);
  if (known.length === 0) return [];
  const rows = await read
    .selectFrom("agents_signals")
    .where("id", "=", sql<string>`any(${known}::uuid[])`)
    .select(["id", "backend", "event", "received_at", "agent_id"])
    .orderBy("id")
    .execute();
  return rows.map(({ received_at, agent_id, ...row }) => ({
    ...row,
    receivedAt: received_at.toISOString(),
    agentId: agent_id,
  }));
}
