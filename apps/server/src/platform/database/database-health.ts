import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Condition, HealthPart } from "../../kernel/health.ts";
import type { ClockWatch } from "../health/clock-watch.ts";
import { inBytes, inTime } from "../health/quantities.ts";
import type { DatabaseState, OpenDatabase } from "./database.ts";

const troubles: Record<Exclude<DatabaseState, "ready">, Condition> = {
  full: {
    status: "failing",
    reason: "Its disk is full: nothing new is kept",
    cure: "Free some space on its disk; it goes on by itself.",
  },
  read_only: {
    status: "failing",
    reason: "Its files may not be written: nothing new is kept",
    cure: "See that its disk is mounted for writing and that its folder is this user's; it goes on by itself.",
  },
  recovering: {
    status: "failing",
    reason: "It stopped and is being started again",
    cure: "Wait a moment; the log says why it stopped.",
  },
  failing: {
    status: "failing",
    reason: "It keeps stopping, and is tried now and then",
    cure: "See the log for the reason; then restart Signalbox.",
  },
  closed: { status: "failing", reason: "It is closed: this node stops", cure: "Start Signalbox again." },
};

const readsOnly: Condition = {
  status: "failing",
  reason: "The server takes no writes: nothing new is kept",
  cure: "See whether it is a standby, or default_transaction_read_only is on; it goes on by itself.",
};

/** A query that takes longer than this is felt. */
const slowMs = 1_000;
/** Between two clocks more than this confuses people. */
const mostSkewMs = 5_000;

interface DatabaseFacts {
  version: string;
  size: string;
  now: Date;
  reads_only: boolean;
}

type Measured = DatabaseFacts & { tookMs: number; skewMs: number };

const measure = async (db: Pick<OpenDatabase, "read">, clock: Clock): Promise<Measured> => {
  const began = performance.now();
  const { rows } = await sql<DatabaseFacts>`
    select current_setting('server_version') as version, clock_timestamp() as now,
      pg_database_size(current_database()) as size, current_setting('transaction_read_only')::boolean as reads_only
  `.execute(db.read);
  const tookMs = performance.now() - began;
  const facts = rows[0] ?? { version: "", size: "0", now: clock.now(), reads_only: false };
  return { ...facts, tookMs, skewMs: clock.now().getTime() - tookMs / 2 - facts.now.getTime() };
};

/** The database: whether it takes writes, how fast it answers, how large it is. */
export const databaseHealth = (
  db: Pick<OpenDatabase, "read" | "state">,
  clock: Clock,
  embedded: boolean,
): HealthPart => ({
  name: "database",
  title: "Database",
  async check(): Promise<Condition> {
    const state = db.state();
    if (state !== "ready") return troubles[state];
    const { version, size, tookMs, reads_only } = await measure(db, clock);
    const facts = {
      engine: `PostgreSQL ${version.split(" ")[0]}, ${embedded ? "embedded" : "on a server"}`,
      size: inBytes(Number(size)),
      answered: `in ${inTime(tookMs)}`,
    };
    if (reads_only) return { ...readsOnly, facts };
    if (tookMs > slowMs)
      return {
        status: "warning",
        reason: `It answers slowly: ${inTime(tookMs)} for a small question`,
        cure: "See what else the machine, or the database server, is busy with.",
        facts,
      };
    return { status: "ok", reason: `${inBytes(Number(size))}, answers in ${inTime(tookMs)}`, facts };
  },
});

/** For how long a clock that was set is told of. */
const toldMs = 3_600_000;

const jumpOf = (watch: ClockWatch | undefined): Condition | undefined => {
  const jump = watch?.lastJump();
  if (jump === undefined || jump.agoMs > toldMs) return undefined;
  return {
    status: "warning",
    reason: `This machine's clock was set ${jump.byMs > 0 ? "ahead" : "back"} by ${inTime(Math.abs(jump.byMs))}, ${inTime(jump.agoMs)} ago`,
    cure: "See that it is right now. What happened since is in its order, whatever its date.",
  };
};

/** The clock of this machine, whether it was set, and against the database's: what happens is dated by both. */
export const clockHealth = (
  db: Pick<OpenDatabase, "read" | "state">,
  clock: Clock,
  watch?: ClockWatch,
): HealthPart => ({
  name: "clock",
  title: "Clock",
  async check(): Promise<Condition> {
    const jumped = jumpOf(watch);
    if (jumped !== undefined) return jumped;
    if (db.state() !== "ready") return { status: "ok", reason: "Not compared: the database does not answer" };
    const { skewMs } = await measure(db, clock);
    const apart = inTime(Math.abs(skewMs));
    if (Math.abs(skewMs) > mostSkewMs)
      return {
        status: "warning",
        reason: `This machine's clock is ${apart} ${skewMs > 0 ? "ahead of" : "behind"} the database's`,
        cure: "Have both machines keep time by NTP.",
        facts: { apart },
      };
    return { status: "ok", reason: `Within ${apart} of the database's`, facts: { apart } };
  },
});
