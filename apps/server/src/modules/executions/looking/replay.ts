import type { replayExecutions } from "@signalbox/contract/execution-controls";
import { executionQueued } from "@signalbox/contract/execution-events";
import type { Execution } from "@signalbox/contract/executions";
import type { ReplyOf } from "@signalbox/contract/route";
import { AppError } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { executionErrors } from "../executions.errors.ts";
import {
  type ExecutionRow,
  findExecution,
  findExecutionByKey,
  insertExecution,
  type NewExecution,
  scopeOf,
} from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { allowedOf, chainOf, presentExecution, schemaOf, targetOf, valuesOf } from "../present-execution.ts";
import { ownBudgetOf } from "../usage/own-budget.ts";
import { storeLookedAt } from "./looked-at.repository.ts";

interface Around {
  by: Cause & { name: string };
  options: ExecutionsOptions;
}

type Replays = ReplyOf<typeof replayExecutions>;

/** Starts each again as it was given; what can't be is told, and keeps nothing from the others. */
export async function replay(ids: readonly string[], around: Around): Promise<Replays> {
  const items: Replays["items"] = [];
  for (const executionId of new Set(ids)) {
    const told = await replayOne(executionId, around).then(
      (one) => ({ replay: one, problem: null }),
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return { replay: null, problem: error.message };
      },
    );
    items.push({ executionId, ...told });
  }
  around.options.bell.ring();
  return { items };
}

/** The same again is the same one. */
const keyOf = (id: string): string => `replay:${id}`;

async function replayOne(id: string, { by, options }: Around): Promise<Execution> {
  const before = await findExecution(options.db.read, id);
  if (before === undefined) throw executionErrors.notFound(id);
  if (before.ended_at === null) throw executionErrors.notOver();
  if (before.resumes_session !== null) throw executionErrors.notReplayable();
  const again = await findExecutionByKey(options.db.read, keyOf(id));
  if (again === undefined) await options.refuseDisabled(before.bot_id);
  return options.db.transaction(async (tx) => {
    await storeLookedAt(tx, [id], options.clock.now());
    return presentExecution(await queueAgain(tx, before, { by, options }));
  });
}

async function queueAgain(tx: Tx, before: ExecutionRow, { by, options }: Around): Promise<ExecutionRow> {
  const { clock, budgets, tell, audit } = options;
  const row = await insertExecution(tx, {
    ...(await sameAs(before, options)),
    ...{ key: keyOf(before.id), id: newId(), at: clock.now(), by },
  });
  if (row === undefined) return (await findExecutionByKey(tx, keyOf(before.id))) ?? before;
  const refused = await budgets.refuses(tx, scopeOf(row));
  if (refused !== null) throw executionErrors.budgetExceeded(refused);
  tell(tx, executionQueued, row);
  const { name: _, ...cause } = by;
  const subject = { kind: "execution", id: row.id };
  await audit.record(tx, { ...cause, action: "execution.replayed", subject, detail: { of: before.id } });
  return row;
}

/** Secrets that were taken out of its prompt stay out. */
async function sameAs(
  row: ExecutionRow,
  { places }: Pick<ExecutionsOptions, "places">,
): Promise<Omit<NewExecution, "id" | "key" | "by" | "at">> {
  const [first, ...others] = chainOf(row);
  if (first === undefined) throw executionErrors.notFound(row.id);
  return {
    bot: { id: row.bot_id, name: row.bot_name, version: row.bot_version },
    ...{ projectId: row.project_id, wantedHostId: row.workspace === "in_place" ? places.hostId() : null },
    ...{
      chain: [first, ...others],
      retries: row.retries,
      access: row.access,
      allowed: allowedOf(row),
      askMinutes: row.ask_minutes,
    },
    ...{ workspace: row.workspace, checkout: { ref: row.checkout_ref, base: row.checkout_base } },
    ...{ prompt: row.prompt, values: valuesOf(row), target: targetOf(row), resultSchema: schemaOf(row) },
    ...{ budget: ownBudgetOf(row), concurrency: row.concurrency, timeoutMs: Number(row.timeout_ms) },
  };
}
