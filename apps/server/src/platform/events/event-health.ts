import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Condition, HealthPart } from "../../kernel/health.ts";
import type { Db } from "../database/database.ts";
import { inNumber } from "../health/quantities.ts";
import { readRange } from "./event-store.ts";
import { firstSince } from "./search-events.ts";

/** The event log: how far it goes, and how fast it grows. */
export const eventLogHealth = (db: Pick<Db, "read">, clock: Clock): HealthPart => ({
  name: "event_log",
  title: "Event log",
  async check(): Promise<Condition> {
    const { oldest, newest } = await readRange(db.read);
    if (newest === 0n) return { status: "ok", reason: "Nothing has happened yet" };
    const minuteAgo = new Date(clock.now().getTime() - 60_000);
    const since = await firstSince(db.read, minuteAgo.toISOString());
    const lately = since > newest ? 0n : newest - since + 1n;
    return {
      status: "ok",
      reason: `${inNumber(newest)} events, ${inNumber(lately)} in the last minute`,
      facts: {
        newest: inNumber(newest),
        "oldest kept": inNumber(oldest),
        "in the last minute": inNumber(lately),
      },
    };
  },
});

interface ReactionRow {
  name: string;
  position: string;
  letters: number;
}

/** Reactions: where each is in the log, and what they gave up on. */
export const reactionHealth = (db: Pick<Db, "read">): HealthPart => ({
  name: "reactions",
  title: "Reactions",
  async check(): Promise<Condition> {
    const { rows } = await sql<ReactionRow>`
      select r.name, r.position, (
        select count(*)::int from events_dead_letters l where l.reaction = r.name and l.resolved_at is null
      ) as letters
      from events_reactions r order by r.name
    `.execute(db.read);
    const letters = rows.reduce((sum, row) => sum + row.letters, 0);
    const facts = Object.fromEntries(rows.map(factOf));
    if (letters > 0)
      return {
        status: "warning",
        reason: `${letters} ${letters === 1 ? "event was" : "events were"} given up on`,
        cure: "Retry or discard them among the dead letters of Jobs.",
        facts,
      };
    return { status: "ok", reason: rows.length === 0 ? "There are none" : "None gave up on an event", facts };
  },
});

const factOf = ({ name, position, letters }: ReactionRow): [string, string] => [
  name,
  `handled up to event ${inNumber(BigInt(position))}${letters === 0 ? "" : `, gave up on ${letters}`}`,
];
