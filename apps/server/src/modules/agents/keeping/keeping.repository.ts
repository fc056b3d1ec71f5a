import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";

export interface KeptAgent {
  id: string;
  backend: string;
  host_id: string;
  session_id: string;
  /** Of the session that started it; null for one that nobody started. */
  parent_session_id: string | null;
  project_id: string | null;
  title: string | null;
  ended_at: Date | null;
}

/** The agent, kept from changing until the transaction is over. */
export const holdAgent = (tx: Tx, id: string): Promise<KeptAgent | undefined> =>
  tx
    .selectFrom("agents")
    .where("id", "=", id)
    .select(["id", "backend", "host_id", "session_id", "project_id", "title", "ended_at"])
    .select((eb) =>
      eb
        .selectFrom("agents as parent")
        .whereRef("parent.id", "=", "agents.parent_id")
        .select("parent.session_id")
        .as("parent_session_id"),
    )
    .forUpdate("agents")
    .executeTakeFirst();

/** Whether an agent that it started, or one that those started, still goes on. */
export async function hasLiveChild(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    with recursive started as (
      select id, ended_at from agents where parent_id = ${id}
      union all select c.id, c.ended_at from agents c join started on c.parent_id = started.id
    ) select 1 from started where ended_at is null limit 1
  `.execute(tx);
  return rows.length > 0;
}

export const setArchived = (tx: Tx, id: string, at: Date | null): Promise<unknown> =>
  tx.updateTable("agents").set({ archived_at: at }).where("id", "=", id).execute();

/** Takes all that belongs to it along. */
export const deleteAgent = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom("agents").where("id", "=", id).execute();

/** False where it was that persona before. */
export async function setPersona(tx: Tx, id: string, personaId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("agents")
    .set({ persona_id: personaId })
    .where("id", "=", id)
    .where("persona_id", "is distinct from", personaId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
