import { Id, type Page } from "@signalbox/contract/common";
import { executionQueued } from "@signalbox/contract/execution-events";
import type { searchExecutionLog } from "@signalbox/contract/execution-log";
import type {
  Execution,
  ExecutionBudget,
  ExecutionDetail,
  getExecutionLog,
  listExecutions,
} from "@signalbox/contract/executions";
import type { QueryOf, ReplyOf } from "@signalbox/contract/route";
import { newId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { Cause } from "../../platform/http/http.ts";
import { markedProcesses } from "../../platform/supervisor/members.ts";
import { listAttempts, presentAttempt } from "./attempts/attempts.repository.ts";
import { cancel } from "./cancel.ts";
import { askToPause, extendDeadline, storeOwnBudget } from "./execution-moves.repository.ts";
import { executionErrors } from "./executions.errors.ts";
import {
  countExecutions,
  type ExecutionRow,
  findExecution,
  findExecutionByKey,
  findLastSucceeded,
  findResumedBy,
  findRunning,
  insertExecution,
  listExecutionRows,
  type NewExecution,
  scopeOf,
} from "./executions.repository.ts";
import { createLooking, type Looking } from "./looking/looking.ts";
import type { ExecutionsOptions } from "./options.ts";
import { presentDetail, presentExecution } from "./present-execution.ts";
import { readLog } from "./read-log.ts";
import { type ResumeWish, resume } from "./resuming/resume.ts";
import { sessionOf, whyNotResumed } from "./resuming/why-not.ts";
import { searchLog } from "./search-log.ts";
import { listSteps } from "./steps.repository.ts";
import { logAsText } from "./write-log.ts";

/** What whoever knows bots asks for. */
export type ExecutionWish = Omit<NewExecution, "id" | "at" | "wantedHostId">;

export interface LastSucceeded {
  id: string;
  result: string;
  endedAt: Date | null;
}

/** What is wished of an execution that runs. */
export type ControlWish =
  | { kind: "pause" | "continue" }
  | { kind: "extend"; minutes: number }
  | { kind: "budget"; budget: ExecutionBudget | null };

export interface ExecutionsService extends Looking {
  /**
   * Puts an execution into the queue, with what `also` writes.
   * @throws AppError `executions.key_reused`, `executions.budget_spent`, `projects.not_found`
   */
  queue(wish: ExecutionWish, also: (tx: Tx, execution: Execution) => Promise<void>): Promise<Execution>;
  /** The one that a key has started; null where it has started none. */
  startedBy(key: string, botId: string): Promise<Execution | null>;
  /** What the newest of a bot that succeeded said at its end; null where none did. */
  lastSucceeded(botId: string): Promise<LastSucceeded | null>;
  list(query: QueryOf<typeof listExecutions>): Promise<Page<Execution>>;
  /** @throws AppError `executions.not_found` */
  get(id: string): Promise<ExecutionDetail>;
  /** @throws AppError `executions.not_found` */
  log(id: string, window: QueryOf<typeof getExecutionLog>): Promise<ReplyOf<typeof getExecutionLog>>;
  /** @throws AppError `executions.not_found` */
  searchLog(
    id: string,
    query: QueryOf<typeof searchExecutionLog>,
  ): Promise<ReplyOf<typeof searchExecutionLog>>;
  /** @throws AppError `executions.not_found` */
  logAsText(id: string): Promise<AsyncIterable<string>>;
  /** @throws AppError `executions.not_found` */
  cancel(id: string, by: Cause): Promise<Execution>;
  /**
   * Goes on in the session of one that is over.
   * @throws AppError `executions.not_found`, `executions.not_resumable`, `executions.key_reused`, `executions.budget_spent`
   */
  resume(id: string, wish: ResumeWish, by: Cause & { name: string }): Promise<Execution>;
  /** How many of a bot's executions wait. */
  waiting(botId: string): Promise<number>;
  /** How many executions one thing that happened has led to. */
  correlated(correlationId: string): Promise<number>;
  /** Processes that executions run on this machine, with those that went out of their reach. */
  runningPids(): Promise<ReadonlySet<number>>;
  /** @throws AppError `executions.not_found`, `executions.not_running` */
  control(id: string, wish: ControlWish, by: Cause): Promise<Execution>;
}

const cursors = keysetCursor("executions", Id);

export const createExecutionsService = (options: ExecutionsOptions): ExecutionsService => {
  const { db, clock, audit, places, tell, bell, budgets } = options;
  const rowOf = async (read: Tx | typeof db.read, id: string): Promise<ExecutionRow> => {
    const row = await findExecution(read, id);
    if (row === undefined) throw executionErrors.notFound(id);
    return row;
  };
  return {
    async queue(wish, also) {
      const wantedHostId = await wantedHostOf(wish, places);
      const queued = await db.transaction(async (tx) => {
        const row = await insertExecution(tx, { ...wish, wantedHostId, id: newId(), at: clock.now() });
        if (row === undefined) return undefined;
        const refused = await budgets.refuses(tx, scopeOf(row));
        if (refused !== null) throw executionErrors.budgetExceeded(refused);
        tell(tx, executionQueued, row);
        await also(tx, presentExecution(row));
        return row;
      });
      bell.ring();
      return presentExecution(queued ?? sameBot(await findExecutionByKey(db.read, wish.key), wish.bot.id));
    },
    async startedBy(key, botId) {
      const row = await findExecutionByKey(db.read, key);
      return row === undefined ? null : presentExecution(sameBot(row, botId));
    },
    async lastSucceeded(botId) {
      const row = await findLastSucceeded(db.read, botId);
      return row === undefined ? null : { id: row.id, result: row.result ?? "", endedAt: row.ended_at };
    },
    async list({ limit, cursor, before, ...filter }) {
      const window = { ...filter, before: cursors.decode(cursor) ?? before, limit: limit + 1 };
      const page = pageOfRows(await listExecutionRows(db.read, window), limit, ({ id }) =>
        cursors.encode(id),
      );
      return { ...page, items: page.items.map(presentExecution) };
    },
    get: async (id) => detailOf(await rowOf(db.read, id), options),
    log: async (id, window) => readLog(() => rowOf(db.read, id), window, options),
    searchLog: async (id, query) => searchLog(db.read, (await rowOf(db.read, id)).id, query),
    logAsText: async (id) => logAsText(db.read, (await rowOf(db.read, id)).id),
    cancel: (id, by) => cancel(id, by, options),
    resume: (id, wish, by) => resume(id, wish, { by, options }),
    ...createLooking(options),
    waiting: (botId) => countExecutions(db.read, { botId, state: "queued" }),
    correlated: (correlationId) => countExecutions(db.read, { correlationId }),
    async runningPids() {
      const rows = await findRunning(db.read, places.hostId());
      if (rows.length === 0) return new Set();
      const marked = markedProcesses(new Set(rows.map(({ id }) => id)));
      return new Set([...rows.flatMap(({ supervisor_pid }) => supervisor_pid ?? []), ...marked]);
    },
    async control(id, wish, by) {
      const wished = await db.transaction(async (tx) => {
        const row = await rowOf(tx, id);
        const moved = await controlled(tx, id, wish);
        if (moved === undefined) throw executionErrors.notRunning(row.state);
        const subject = { kind: "execution", id };
        await audit.record(tx, { ...by, action: "execution.controlled", subject, detail: { ...wish } });
        return moved;
      });
      bell.ring();
      return presentExecution(wished);
    },
  };
};

function controlled(tx: Tx, id: string, wish: ControlWish): Promise<ExecutionRow | undefined> {
  switch (wish.kind) {
    case "extend":
      return extendDeadline(tx, id, wish.minutes * 60_000);
    case "budget":
      return storeOwnBudget(tx, id, wish.budget);
    default:
      return askToPause(tx, id, wish.kind === "pause");
  }
}

async function detailOf(
  row: ExecutionRow,
  { db, workspaces, outcomes }: Pick<ExecutionsOptions, "db" | "workspaces" | "outcomes">,
): Promise<ExecutionDetail> {
  const told = await workspaces.told(db.read, row.id);
  const steps = await listSteps(db.read, row.id);
  const tried = await listAttempts(db.read, row.id);
  const where = told ?? { source: null, checkedOut: null };
  const left = await outcomes.of(row.id);
  const resumedBy = (await findResumedBy(db.read, row.id))?.id ?? null;
  const { checkedOut } = where;
  return presentDetail(row, {
    ...{ ...where, steps, outcomes: left, resumedBy },
    attempts: tried.map((one) => presentAttempt(one, row.session_id)),
    notResumable: whyNotResumed({
      row,
      session: sessionOf(row, tried),
      resumedBy,
      outcomes: left,
      checkedOut,
    }),
  });
}

/** The only host that it can run on; null where any will do. */
async function wantedHostOf(
  { workspace, projectId }: ExecutionWish,
  places: ExecutionsOptions["places"],
): Promise<string | null> {
  if (workspace === "none" || projectId === null) return null;
  const { path, hostId } = await places.project(projectId);
  // One that is known by its remote alone is nowhere yet: any host can fetch it.
  return workspace === "in_place" || path !== null ? hostId : null;
}

function sameBot(row: ExecutionRow | undefined, botId: string): ExecutionRow {
  if (row === undefined || row.bot_id !== botId) throw executionErrors.keyReused();
  return row;
}
