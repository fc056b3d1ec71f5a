import type { ChainLink } from "@signalbox/contract/chain";
import type { resumeExecution } from "@signalbox/contract/execution-controls";
import { executionQueued } from "@signalbox/contract/execution-events";
import type { Execution } from "@signalbox/contract/executions";
import type { ExecutionOutcome } from "@signalbox/contract/outcomes";
import type { BodyOf } from "@signalbox/contract/route";
import { newId } from "../../../kernel/ids.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { listAttempts } from "../attempts/attempts.repository.ts";
import { executionErrors } from "../executions.errors.ts";
import {
  type ExecutionRow,
  findExecution,
  findExecutionByKey,
  findResumedBy,
  insertExecution,
  lockExecution,
  type NewExecution,
  scopeOf,
} from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { allowedOf, chainOf, presentExecution, schemaOf, targetOf, valuesOf } from "../present-execution.ts";
import { askForSchema } from "../result-schema.ts";
import { ownBudgetOf } from "../usage/own-budget.ts";
import { type HeldSession, sessionOf, whyNotResumed } from "./why-not.ts";

export type ResumeWish = BodyOf<typeof resumeExecution>;

interface Around {
  by: Cause & { name: string };
  options: ExecutionsOptions;
}

/** Puts an execution into the queue that goes on in the session of one that is over, by its account and in its folder. */
export async function resume(id: string, wish: ResumeWish, around: Around): Promise<Execution> {
  const { db, bell, workspaces, outcomes, refuseDisabled } = around.options;
  const before = await findExecution(db.read, id);
  if (before === undefined) throw executionErrors.notFound(id);
  const first = await findExecutionByKey(db.read, wish.key);
  if (first !== undefined) return presentExecution(sameResumed(first, id));
  await refuseMovedProject(before, around.options);
  await refuseDisabled(before.bot_id);
  const row = await workspaces.handingOver(id, async () => {
    const left = await outcomes.of(id);
    return db.transaction((tx) => queueNext(tx, { ...wish, id, left }, around));
  });
  bell.ring();
  return presentExecution(row);
}

interface Next extends ResumeWish {
  id: string;
  /** What it leaves behind. */
  left: readonly ExecutionOutcome[];
}

async function queueNext(
  tx: Tx,
  { id, key, prompt, left }: Next,
  { by, options }: Around,
): Promise<ExecutionRow> {
  const { clock, audit, budgets, tell, workspaces } = options;
  const before = await lockExecution(tx, id);
  if (before === undefined) throw executionErrors.notFound(id);
  // Sent twice at once, the other one is there by now.
  const first = await findExecutionByKey(tx, key);
  if (first !== undefined) return sameResumed(first, id);
  const session = await resumableSession(tx, before, { ...options, left });
  const schema = schemaOf(before);
  const asked = schema === null ? prompt : `${prompt}\n\n${askForSchema(schema)}`;
  const wish = { ...sameAs(before, session), key, prompt: asked, id: newId(), at: clock.now(), by };
  const row = await insertExecution(tx, wish);
  if (row === undefined) throw executionErrors.keyReused();
  const refused = await budgets.refuses(tx, scopeOf(row));
  if (refused !== null) throw executionErrors.budgetExceeded(refused);
  await workspaces.handOver(tx, { from: id, to: row.id });
  tell(tx, executionQueued, row);
  const { name: _, ...cause } = by;
  const subject = { kind: "execution", id: row.id };
  await audit.record(tx, { ...cause, action: "execution.resumed", subject, detail: { resumes: id } });
  return row;
}

/** @throws AppError `executions.not_resumable` */
async function resumableSession(
  tx: Tx,
  row: ExecutionRow,
  { accounts, clock, workspaces, left }: ExecutionsOptions & Pick<Next, "left">,
): Promise<HeldSession> {
  const session = sessionOf(row, await listAttempts(tx, row.id));
  const resumedBy = (await findResumedBy(tx, row.id))?.id ?? null;
  const checkedOut = (await workspaces.told(tx, row.id))?.checkedOut ?? null;
  const seen = { row, session, resumedBy, checkedOut, outcomes: left };
  const why = whyNotResumed(seen);
  if (why !== null) throw executionErrors.notResumable(why);
  const hostId = hostOf(row);
  if (session?.account_id == null || hostId === null)
    throw executionErrors.notResumable("Where its session lies is not known");
  const choice = await accounts.choose(tx, {
    ...{ backend: session.backend, programId: programOf(row, session) ?? null },
    ...{ accountId: session.account_id, stickTo: session.account_id },
    ...{ failed: [], spent: new Map(), hostId, at: clock.now(), takes: false },
  });
  if ("refused" in choice) throw executionErrors.notResumable(`Its account can't be used: ${choice.refused}`);
  return session;
}

/** A CLI keeps its sessions on the machine where they were. */
const hostOf = (row: ExecutionRow): string | null => row.host_id ?? row.wanted_host_id;

const programOf = (row: ExecutionRow, { link }: HeldSession): string | undefined =>
  chainOf(row)[link]?.programId;

function linkOf(row: ExecutionRow, session: HeldSession): ChainLink {
  const { backend, model, account_id: accountId } = session;
  const programId = programOf(row, session);
  return { backend, model, accountId, ...(programId === undefined ? {} : { programId }) };
}

type Same = Omit<NewExecution, "id" | "key" | "prompt" | "by" | "at">;

/** As the one before, by the one link of the chain that has its session. */
const sameAs = (row: ExecutionRow, session: HeldSession): Same => ({
  bot: { id: row.bot_id, name: row.bot_name, version: row.bot_version },
  ...{ projectId: row.project_id, wantedHostId: hostOf(row) },
  chain: [linkOf(row, session)],
  ...{
    retries: row.retries,
    access: row.access,
    allowed: allowedOf(row),
    askMinutes: row.ask_minutes,
    workspace: row.workspace,
  },
  checkout: { ref: row.checkout_ref, base: row.checkout_base },
  ...{ values: valuesOf(row), target: targetOf(row), resultSchema: schemaOf(row), budget: ownBudgetOf(row) },
  ...{ concurrency: row.concurrency, timeoutMs: Number(row.timeout_ms) },
  goesOn: { resumes: row.id, firstId: row.first_id ?? row.id, session: session.id },
});

function sameResumed(row: ExecutionRow, id: string): ExecutionRow {
  if (row.resumes !== id) throw executionErrors.keyReused();
  return row;
}

/** A session is known by the folder that it was in. @throws AppError `executions.not_resumable` */
async function refuseMovedProject(
  { workspace, project_id: projectId, cwd }: ExecutionRow,
  { places }: Pick<ExecutionsOptions, "places">,
): Promise<void> {
  if (workspace === "none") return;
  if (projectId === null) throw executionErrors.notResumable("Its project is not there any more");
  const { path } = await places.project(projectId);
  if (workspace === "in_place" && cwd !== null && path !== cwd)
    throw executionErrors.notResumable("The folder of its project is another one by now");
}
