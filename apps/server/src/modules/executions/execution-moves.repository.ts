import type { ChainLink } from "@signalbox/contract/chain";
import type { ErrorClass, ExecutionBudget, ExecutionState } from "@signalbox/contract/executions";
import { sql } from "kysely";
import type { Db, Tx } from "../../platform/database/database.ts";
import type { PlanWindow, Spent } from "../backends/index.ts";
import { type ExecutionRow, waited } from "./executions.repository.ts";
import { type CostOf, type OwnTotal, tallied, usageOf } from "./usage/tally.ts";

/** Each move requires what was before it; undefined where that was gone. */
type Moved = Promise<ExecutionRow | undefined>;

const running = (tx: Tx, id: string) =>
  tx.updateTable("executions").where("id", "=", id).where("state", "in", ["running", "paused"]);

export interface Prepared {
  cwd: string;
  command: readonly string[];
  /** The names of its variables. */
  environment: readonly string[];
  link: ChainLink;
  account: { id: string | null };
}

/** Counts an attempt that could not even be started; undefined where it runs no more. */
export async function storeAttemptNumber(tx: Tx, id: string): Promise<number | undefined> {
  const counted = await running(tx, id)
    .set({ attempt: sql<number>`attempt + 1` })
    .returning("attempt")
    .executeTakeFirst();
  return counted?.attempt;
}

/** All that is known before its next attempt is started. */
export const storePrepared = (
  tx: Tx,
  id: string,
  { cwd, command, environment, link, account }: Prepared,
): Moved =>
  running(tx, id)
    .set({
      ...{ cwd, command: JSON.stringify(command), environment: JSON.stringify(environment) },
      ...{ backend: link.backend, model: link.model, account_id: account.id },
      attempt: sql<number>`attempt + 1`,
    })
    .returningAll()
    .executeTakeFirst();

export const storeSupervisor = (
  tx: Tx,
  id: string,
  { pid, birth }: { pid: number; birth: string | null },
): Moved =>
  running(tx, id).set({ supervisor_pid: pid, supervisor_birth: birth }).returningAll().executeTakeFirst();

/** For what it waits until another attempt. */
export interface Wait {
  since: Date;
  until: Date;
  reason: string;
}

/** Attempts that were written down, and never started. */
const unstarted = sql`(select count(*)::integer from executions_attempts
  where execution_id = executions.id and ended_at is null)`;

/** Also where nothing is waited for: between two attempts, no time counts. */
const sinceNow = sql<Date | null>`case when attempt > ${unstarted} then now() end`;

const waiting = (wait: Wait | undefined) =>
  wait === undefined
    ? { waits_since: sinceNow, waits_until: sinceNow }
    : { waits_since: wait.since, waits_until: wait.until, reason: wait.reason };

/**
 * Its attempt was never started: another turn comes, unless another process has taken it meanwhile, or its end is
 * wished.
 */
export async function moveBackToQueue(
  tx: Tx,
  { id, owner_pid }: ExecutionRow,
  { wait, ...where }: { wanted_host_id?: string; wait?: Wait } = {},
): Moved {
  const moved = await running(tx, id)
    .where("owner_pid", owner_pid === null ? "is" : "=", owner_pid)
    .where("supervisor_pid", "is", null)
    .where("cancel_asked", "=", false)
    .where("over_budget", "is", null)
    .set({
      ...{ state: "queued", host_id: null, deadline: null, ...where },
      attempt: sql<number>`attempt - ${unstarted}`,
      started_at: sql<Date | null>`case when attempt > ${unstarted} then started_at end`,
      ...waiting(wait),
    })
    .returningAll()
    .executeTakeFirst();
  if (moved !== undefined)
    await tx
      .deleteFrom("executions_attempts")
      .where("execution_id", "=", id)
      .where("ended_at", "is", null)
      .execute();
  return moved;
}

/** Its attempt is over and another one is to come, on the same machine: what was done so far lies there. */
export const moveToNextAttempt = (tx: Tx, row: ExecutionRow, wait: Wait): Moved =>
  running(tx, row.id)
    .where("attempt", "=", row.attempt)
    .where("cancel_asked", "=", false)
    .where("over_budget", "is", null)
    .set({
      ...{ state: "queued", host_id: null, wanted_host_id: row.host_id, deadline: null },
      ...{ paused_at: null, paused_ms: waited(wait.since), answered: false },
      ...{ supervisor_pid: null, supervisor_birth: null, session_id: null, read_to: 0 },
      ...{ result: null, error_class: null, resets_at: null },
      ...{ usage_before: JSON.stringify(usageOf(row)), usage_recent: "[]" },
      ...{ waits_since: wait.since, waits_until: wait.until, reason: wait.reason },
    })
    .returningAll()
    .executeTakeFirst();

/** What waits for another attempt is looked at now; where nothing can be had still, it waits anew. */
export const endWaits = (tx: Tx, at: Date) =>
  tx
    .updateTable("executions")
    .where("state", "=", "queued")
    .where("waits_until", ">", at)
    .set({ waits_until: at })
    .execute();

/** A piece of output that was read. */
export interface ReadPiece {
  /** Where it began, and where it ended: another reader may have been first. */
  from: number;
  to: number;
  text: string;
  lines: number;
  sessionId: string | null;
  resetsAt: Date | null;
  /** How much of its account's plan is used. */
  windows: readonly PlanWindow[];
  /** The model said or did something. */
  answered: boolean;
  /** Answers of the model, as they were told. */
  spent: readonly Spent[];
  /** What it told before was not its end. */
  worksOn: boolean;
  result: {
    text: string;
    errorClass: ErrorClass | null;
    /** All that it took; null where its answers told it. */
    usage: OwnTotal | null;
    reason: string | null;
  } | null;
}

/** Adds to the log and goes on to where it was read; undefined where somebody else did so before. */
export async function storePiece(
  db: Pick<Db, "writeBuilt">,
  row: ExecutionRow,
  piece: ReadPiece,
  price?: CostOf,
): Moved {
  const firstLine = Number(row.log_lines) + 1;
  const { lines, text } = piece;
  const [moved] = await db.writeBuilt((tables) =>
    tables
      .with("moved", (one) =>
        one
          .updateTable("executions")
          .where("id", "=", row.id)
          .where("state", "in", ["running", "paused"])
          .where("attempt", "=", row.attempt)
          .where("read_to", "=", String(piece.from))
          .set({ log_lines: firstLine - 1 + lines, ...toldBy(row, piece, price) })
          .returningAll(),
      )
      .with("logged", (one) =>
        one
          .insertInto("executions_log")
          .columns(["execution_id", "first_line", "lines", "text"])
          .expression((from) =>
            from
              .selectFrom("moved")
              .where(sql<boolean>`${lines}::integer > 0`)
              .select(["id", sql<string>`${firstLine}::bigint`.as("first_line")])
              .select([sql<number>`${lines}::integer`.as("lines"), sql<string>`${text}::text`.as("text")]),
          ),
      )
      .selectFrom("moved")
      .selectAll(),
  );
  return moved;
}

/** What a piece changes of its execution. */
const toldBy = (row: ExecutionRow, piece: ReadPiece, price?: CostOf) => ({
  ...{ read_to: piece.to, log_bytes: Number(row.log_bytes) + Buffer.byteLength(piece.text) },
  ...(piece.sessionId === null ? {} : { session_id: piece.sessionId }),
  ...(piece.resetsAt === null ? {} : { resets_at: piece.resetsAt }),
  ...(piece.answered ? { answered: true } : {}),
  ...(piece.worksOn ? { result: null, error_class: null, reason: null } : {}),
  ...(piece.result === null
    ? {}
    : { result: piece.result.text, error_class: piece.result.errorClass, reason: piece.result.reason }),
  ...tallied(row, piece.spent, piece.result?.usage ?? null, price),
});

/** Adds a line of ours to the log of one whose program has not been started yet; false where it has, or is over. */
export async function storeNote(tx: Tx, id: string, record: string): Promise<boolean> {
  const noted = await running(tx, id)
    .where("supervisor_pid", "is", null)
    .set({
      log_lines: sql<string>`log_lines + 1`,
      log_bytes: sql<string>`log_bytes + ${Buffer.byteLength(record)}`,
    })
    .returning("log_lines")
    .executeTakeFirst();
  if (noted === undefined) return false;
  const piece = { execution_id: id, first_line: noted.log_lines, lines: 1, text: record };
  await tx.insertInto("executions_log").values(piece).execute();
  return true;
}

export interface Over {
  state: ExecutionState & ("succeeded" | "failed" | "timed_out" | "cancelled" | "interrupted");
  reason: string | null;
  errorClass: ErrorClass | null;
  exit: {
    code: number | null;
    signal: string | null;
    peakMemoryKb: number | null;
    cpuMs: number | null;
  } | null;
  at: Date;
}

export const moveToOver = (
  tx: Tx,
  { id, attempt }: Pick<ExecutionRow, "id" | "attempt">,
  { state, reason, errorClass, exit, at }: Over,
): Moved =>
  running(tx, id)
    .where("attempt", "=", attempt)
    .set({
      ...{ state, reason, error_class: errorClass, paused_at: null, paused_ms: waited(at), input: null },
      usage_recent: "[]",
      // The clock of another host may be behind.
      ended_at: sql<Date>`greatest(${at}::timestamptz, queued_at)`,
      ...{ exit_code: exit?.code ?? null, exit_signal: exit?.signal ?? null },
      ...{ peak_memory_kb: exit?.peakMemoryKb ?? null, cpu_ms: exit?.cpuMs ?? null },
    })
    .returningAll()
    .executeTakeFirst();

/** One that waits for its turn loses it. */
export const moveQueuedToCancelled = (tx: Tx, id: string, at: Date): Moved =>
  tx
    .updateTable("executions")
    .where("id", "=", id)
    .where("state", "=", "queued")
    .set({
      ...{ state: "cancelled", reason: "It was cancelled before its turn came", input: null },
      ...{ paused_ms: waited(at), waits_since: null, waits_until: null },
      ended_at: sql<Date>`greatest(${at}::timestamptz, queued_at)`,
    })
    .returningAll()
    .executeTakeFirst();

/** It is to end for a budget; undefined where it is for another one already. */
export const storeOverBudget = (tx: Tx, id: string, reason: string): Moved =>
  running(tx, id)
    .where("over_budget", "is", null)
    .set({ over_budget: reason })
    .returningAll()
    .executeTakeFirst();

/** What is wished of one that runs; whoever runs it does so. */
export const askToPause = (tx: Tx, id: string, isWanted: boolean): Moved =>
  running(tx, id).set({ pause_asked: isWanted }).returningAll().executeTakeFirst();

export const extendDeadline = (tx: Tx, id: string, ms: number): Moved =>
  running(tx, id)
    .set({ deadline: sql<Date>`deadline + ${ms}::bigint * interval '1 millisecond'` })
    .returningAll()
    .executeTakeFirst();

export const storeOwnBudget = (tx: Tx, id: string, budget: ExecutionBudget | null): Moved =>
  running(tx, id)
    .set({ budget_cost_micros: budget?.costMicros ?? null, budget_tokens: budget?.tokens ?? null })
    .returningAll()
    .executeTakeFirst();

export const moveToPaused = (tx: Tx, id: string, at: Date): Moved =>
  running(tx, id)
    .where("state", "=", "running")
    .set({ state: "paused", paused_at: at })
    .returningAll()
    .executeTakeFirst();

/** The time that it stood still is given back. */
export const moveToContinued = (tx: Tx, id: string, at: Date): Moved =>
  running(tx, id)
    .where("state", "=", "paused")
    .set({
      ...{ state: "running", paused_at: null, paused_ms: waited(at) },
      deadline: sql<Date>`deadline + (${at}::timestamptz - paused_at)`,
    })
    .returningAll()
    .executeTakeFirst();

/** Whoever runs it ends it. */
export const askToCancel = (tx: Tx, id: string): Moved =>
  running(tx, id).set({ cancel_asked: true }).returningAll().executeTakeFirst();
