import { sql } from "kysely";
import { newId } from "../../kernel/ids.ts";
import type { Queryable, Statement, Tx } from "../database/database.ts";

/** An event a reaction gave up on. */
export interface DeadLetter {
  id: string;
  reaction: string;
  position: bigint;
  attempts: number;
  error: string;
  parkedAt: Date;
}

interface LetterRow {
  id: string;
  reaction: string;
  position: string;
  attempts: number;
  error: string;
  parked_at: Date;
}

/** Where a reaction stands; one that is new begins behind the newest event. */
export const openCursor = async (tx: Tx, name: string, at: Date): Promise<bigint> => {
  await sql`
    insert into events_reactions (name, position, updated_at)
    select ${name}, coalesce(max(position), 0), ${at}::timestamptz from events
    on conflict (name) do nothing
  `.execute(tx);
  const { rows } = await sql<{ position: string }>`
    select position from events_reactions where name = ${name}
  `.execute(tx);
  return BigInt(rows[0]?.position ?? 0);
};

/** What `events_move_reaction` raises where the reaction is another node's by now. */
const movedElsewhere = "SB001";

export const isMovedElsewhere = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === movedElsewhere;

/** Moves the cursor of a reaction from where it stands; fails where this node does not hold its lease. */
export const moveStatement = (move: {
  reaction: string;
  from: bigint;
  to: bigint;
  node: string;
}): Statement => ({
  name: "events_reactions_move",
  text: "select events_move_reaction($1, $2::bigint, $3::bigint, $4::uuid)",
  values: [move.reaction, String(move.from), String(move.to), move.node],
});

/** Parks an event; one that was parked before and came again is open again. */
export const parkStatement = (letter: Omit<DeadLetter, "id">): Statement => ({
  name: "events_dead_letters_park",
  text: `
    insert into events_dead_letters (id, reaction, position, attempts, error, parked_at)
    values ($1, $2, $3::bigint, $4, $5, $6)
    on conflict (reaction, position) do update set
      attempts = events_dead_letters.attempts + excluded.attempts, error = excluded.error,
      parked_at = excluded.parked_at, resolved_at = null, resolution = null`,
  values: [newId(), letter.reaction, String(letter.position), letter.attempts, letter.error, letter.parkedAt],
});

/** Open dead letters, the oldest first. */
export const openLetters = async (
  db: Queryable,
  { limit, after }: { limit: number; after: string | undefined },
): Promise<DeadLetter[]> => {
  const { rows } = await sql<LetterRow>`
    select id, reaction, position, attempts, error, parked_at from events_dead_letters
    where resolved_at is null and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid)
    order by id limit ${limit}
  `.execute(db);
  return rows.map(letterOf);
};

/** How many dead letters are open, by reaction. */
export const countOpenLetters = async (db: Queryable): Promise<{ reaction: string; count: number }[]> => {
  const { rows } = await sql<{ reaction: string; count: string }>`
    select reaction, count(*) as count from events_dead_letters where resolved_at is null group by reaction
  `.execute(db);
  return rows.map(({ reaction, count }) => ({ reaction, count: Number(count) }));
};

export const openLetter = async (db: Queryable, id: string): Promise<DeadLetter | undefined> => {
  const { rows } = await sql<LetterRow>`
    select id, reaction, position, attempts, error, parked_at from events_dead_letters
    where id = ${id} and resolved_at is null
  `.execute(db);
  return rows.map(letterOf)[0];
};

/** Closes an open letter; false when somebody else did. */
export const resolveLetter = async (
  tx: Tx,
  { id, resolution, at }: { id: string; resolution: "retried" | "discarded"; at: Date },
): Promise<boolean> => {
  const { rows } = await sql`
    update events_dead_letters set resolution = ${resolution}, resolved_at = ${at}
    where id = ${id} and resolved_at is null returning id
  `.execute(tx);
  return rows.length > 0;
};

export const countFailure = async (tx: Tx, { id, error }: { id: string; error: string }): Promise<void> => {
  await sql`
    update events_dead_letters set attempts = attempts + 1, error = ${error} where id = ${id}
  `.execute(tx);
};

/** A cause may be something else than an event: a request, a signal. */
const isId = (cause: string | null): cause is string =>
  cause !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cause);

/**
 * How many events led to what has one of these causes, one causing the next; counts no further than `limit`. A cause
 * that is no event is missing.
 */
export const countCauses = async (
  db: Queryable,
  causationIds: readonly (string | null)[],
  limit: number,
): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  /** What is looked up next, by the cause it was found from. */
  let next = new Map(causationIds.filter(isId).map((id) => [id, id]));
  for (let causes = 1; causes <= limit && next.size > 0; causes += 1) {
    const causeOf = await causesOf(db, new Set(next.values()));
    const further = new Map<string, string>();
    for (const [from, id] of next) {
      const cause = causeOf.get(id);
      if (cause === undefined) continue;
      counts.set(from, causes);
      if (isId(cause)) further.set(from, cause);
    }
    next = further;
  }
  return counts;
};

async function causesOf(db: Queryable, ids: ReadonlySet<string>): Promise<Map<string, string | null>> {
  const events = await db
    .selectFrom("events")
    .where("id", "=", sql<string>`any(${[...ids]}::uuid[])`)
    .select(["id", "causation_id"])
    .execute();
  return new Map(events.map(({ id, causation_id }) => [id, causation_id]));
}

const letterOf = (row: LetterRow): DeadLetter => ({
  id: row.id,
  reaction: row.reaction,
  position: BigInt(row.position),
  attempts: row.attempts,
  error: row.error,
  parkedAt: row.parked_at,
});
