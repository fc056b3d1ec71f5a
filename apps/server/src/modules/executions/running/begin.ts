import { mkdir, stat } from "node:fs/promises";
import type { ErrorClass, Trust } from "@signalbox/contract/executions";
import { executionStarted } from "@signalbox/contract/executions";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import { findProgram } from "../../../platform/processes/run-program.ts";
import { markVariable } from "../../../platform/supervisor/members.ts";
import type { Spec } from "../../../platform/supervisor/spec.ts";
import { startSupervisor } from "../../../platform/supervisor/start-supervisor.ts";
import { adapterOf } from "../../backends/index.ts";
import { cleanEnvironment } from "../../launches/index.ts";
import { moveBackToQueue, storePrepared, storeSupervisor } from "../execution-moves.repository.ts";
import { type ExecutionRow, findExecution } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { beginStep, endSteps } from "../steps.repository.ts";
import { folderOf, workspaceOf } from "./folders.ts";
import { noteOn } from "./note.ts";
import { settle } from "./settle.ts";
import { endedOnRequest, timedOut, type Verdict } from "./verdict.ts";

/** After it was told to end, until it is killed. */
const graceMs = 10_000;

/** Starts the CLI of an execution that was claimed, under a supervisor. */
export async function beginExecution(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock, tell, table, rules } = options;
  const plan = await planOf(row, options, signal);
  if ("wantedHostId" in plan) {
    const where = { wanted_host_id: plan.wantedHostId };
    await db.transaction((tx) => moveBackToQueue(tx, row, where));
    return;
  }
  if ("stopped" in plan) return putBack(row, options);
  if ("state" in plan) return settle(row, { ...plan, exit: null }, options);
  const { file, args, cwd, env } = plan;
  const prepared = { cwd, command: [file, ...args], environment: [...Object.keys(env), markVariable].sort() };
  const stored = await db.transaction(async (tx) => {
    const moved = await storePrepared(tx, row.id, prepared);
    // It had been prepared before where a server went, and its turn came again.
    if (moved !== undefined && row.command === null) tell(tx, executionStarted, moved);
    if (moved !== undefined) await beginStep(tx, row.id, "attempt", clock.now());
    return moved;
  });
  if (stored === undefined || stored.deadline === null) return;
  if (stored.cancel_asked || stored.over_budget !== null)
    return settle(row, { ...endedOnRequest(stored), exit: null }, options);
  const folder = folderOf(rules.home, row.id);
  const pid = await startSupervisor(folder, plan, { deadline: stored.deadline }).catch(notStarted);
  if (typeof pid !== "number") return settle(row, { ...pid, exit: null }, options);
  const birth = (await table.look([pid]))?.get(pid)?.birth ?? null;
  await db.transaction((tx) => storeSupervisor(tx, row.id, { pid, birth }));
}

/** The server stops before it was begun, or its end is wished. */
async function putBack(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const { db, clock } = options;
  const moved = await db.transaction(async (tx) => {
    await endSteps(tx, row.id, clock.now());
    return moveBackToQueue(tx, row);
  });
  if (moved !== undefined) return;
  const now = (await findExecution(db.read, row.id)) ?? row;
  await settle(row, { ...endedOnRequest(now), exit: null }, options);
}

const failed = (reason: string, errorClass: ErrorClass): Verdict => ({ state: "failed", reason, errorClass });

const notStarted = (error: unknown): Verdict =>
  failed(`It could not be started: ${messageOf(error)}`, "unknown");

/** Another host is where its project is. */
interface Elsewhere {
  wantedHostId: string;
}

/** Nothing was begun, and is not to be now. */
interface Stopped {
  stopped: true;
}

/** What is run; or why that is not to be. */
async function planOf(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Spec | Verdict | Elsewhere | Stopped> {
  const { rules } = options;
  const adapter = adapterOf(row.backend);
  if (adapter?.execution === undefined) return failed(`${row.backend} can't be run for bots`, "missing");
  const where = await placeOf(row, options, signal);
  if (!("cwd" in where)) return where;
  const { cwd, trust } = where;
  if (trust === "user_only" && !adapter.execution.leavesProjectOut)
    return failed(`${row.backend} can't be kept from heeding what a checkout of others brings`, "refused");
  const file = await findProgram(adapter.program, rules.path);
  if (file === null)
    return failed(`There is no "${adapter.program}" where the server looks for programs`, "missing");
  const wish = { model: row.model, access: row.access, trust, cwd };
  const env = { ...cleanEnvironment(rules.environment), ...adapter.execution.env(wish) };
  const args = adapter.execution.args(wish);
  return { file, args, cwd, env, input: row.input ?? row.prompt, graceMs, mark: row.id };
}

interface Where {
  cwd: string;
  trust: Trust;
}

async function placeOf(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Where | Verdict | Elsewhere | Stopped> {
  if (row.workspace === "worktree" || row.workspace === "clone")
    return checkOut({ ...row, workspace: row.workspace }, options, signal);
  const where = await (row.workspace === "in_place" ? projectFolder(row, options) : ownFolder(row, options));
  return typeof where === "string" ? { cwd: where, trust: "full" } : where;
}

async function checkOut(
  row: ExecutionRow & { workspace: "worktree" | "clone" },
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Where | Verdict | Elsewhere | Stopped> {
  const { db, clock, workspaces } = options;
  const { id: executionId, project_id: projectId, workspace: kind, bot_name: botName } = row;
  if (projectId === null) return failed("Its project is not there any more", "folder_missing");
  await db.transaction((tx) => beginStep(tx, executionId, "workspace", clock.now()));
  const left = Math.max(0, (row.deadline?.getTime() ?? 0) - clock.now().getTime());
  const timeIsOver = AbortSignal.timeout(Math.min(left, longestTimer));
  const either = AbortSignal.any([signal, timeIsOver]);
  const checkout = { ref: row.checkout_ref, base: row.checkout_base };
  try {
    const wish = { executionId, projectId, kind, checkout, botName };
    const made = await workspaces.prepare(wish, { note: noteOn(executionId, options), signal: either });
    return "failed" in made ? failed(made.failed, made.errorClass) : made;
  } catch (error) {
    if (signal.aborted) return { stopped: true };
    if (timeIsOver.aborted) return timedOut;
    return failed(`Its workspace could not be made: ${messageOf(error)}`, "workspace");
  }
}

const longestTimer = 2_147_483_647;

async function projectFolder(
  { project_id }: ExecutionRow,
  { places }: ExecutionsOptions,
): Promise<string | Verdict | Elsewhere> {
  const project = project_id === null ? null : await places.project(project_id).catch(nullWhereGone);
  if (project === null) return failed("Its project is not there any more", "folder_missing");
  if (project.hostId !== places.hostId()) return { wantedHostId: project.hostId };
  const { path } = project;
  return path !== null && (await isFolder(path))
    ? path
    : failed(`The folder of its project is not there${path === null ? "" : `: ${path}`}`, "folder_missing");
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

function nullWhereGone(error: unknown): null {
  if (error instanceof AppError && error.kind === "not_found") return null;
  throw error;
}

async function ownFolder({ id }: ExecutionRow, { rules }: ExecutionsOptions): Promise<string | Verdict> {
  const folder = workspaceOf(rules.home, id);
  return mkdir(folder, { recursive: true, mode: 0o700 }).then(() => folder, notStarted);
}
