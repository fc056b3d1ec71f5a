import { mkdir } from "node:fs/promises";
import type { ErrorClass } from "@signalbox/contract/executions";
import { executionFinished, executionStarted } from "@signalbox/contract/executions";
import { messageOf } from "../../../kernel/errors.ts";
import { findProgram } from "../../../platform/processes/run-program.ts";
import { markVariable } from "../../../platform/supervisor/members.ts";
import type { Spec } from "../../../platform/supervisor/spec.ts";
import { startSupervisor } from "../../../platform/supervisor/start-supervisor.ts";
import { adapterOf } from "../../backends/index.ts";
import { cleanEnvironment } from "../../launches/index.ts";
import { moveToOver, storePrepared, storeSupervisor } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { folderOf, workspaceOf } from "./folders.ts";

/** After it was told to end, until it is killed. */
const graceMs = 10_000;

/** Starts the CLI of an execution that was claimed, under a supervisor. */
export async function beginExecution(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const { db, tell, table, rules } = options;
  const plan = await planOf(row, options);
  if ("problem" in plan) return giveUp(row, plan, options);
  const { file, args, cwd, env } = plan.spec;
  const prepared = { cwd, command: [file, ...args], environment: [...Object.keys(env), markVariable].sort() };
  const stored = await db.transaction(async (tx) => {
    const moved = await storePrepared(tx, row.id, prepared);
    if (moved !== undefined) tell(tx, executionStarted, moved);
    return moved;
  });
  if (stored === undefined || stored.deadline === null) return;
  const folder = folderOf(rules.home, row.id);
  const started = await startSupervisor(folder, plan.spec, { deadline: stored.deadline }).catch(
    (error: unknown) => ({ problem: `It could not be started: ${messageOf(error)}` }),
  );
  if (typeof started !== "number") return giveUp(row, { ...started, errorClass: "unknown" }, options);
  const pid = started;
  const birth = (await table.look([pid]))?.get(pid)?.birth ?? null;
  await db.transaction((tx) => storeSupervisor(tx, row.id, { pid, birth }));
}

type Plan = { spec: Spec } | { problem: string; errorClass: ErrorClass };

async function planOf(row: ExecutionRow, { places, rules }: ExecutionsOptions): Promise<Plan> {
  const adapter = adapterOf(row.backend);
  if (adapter?.execution === undefined)
    return { problem: `${row.backend} can't be run for bots`, errorClass: "missing" };
  const file = await findProgram(adapter.program, rules.path);
  if (file === null)
    return {
      problem: `There is no "${adapter.program}" where the server looks for programs`,
      errorClass: "missing",
    };
  const cwd = await folderFor(row, { places, rules });
  if (cwd === null) return { problem: "Its project has no folder any more", errorClass: "unknown" };
  const env = { ...cleanEnvironment(rules.environment), ...adapter.execution.env };
  const args = adapter.execution.args(row);
  return { spec: { file, args, cwd, env, input: row.prompt, graceMs, mark: row.id } };
}

async function folderFor(
  row: ExecutionRow,
  { places, rules }: Pick<ExecutionsOptions, "places" | "rules">,
): Promise<string | null> {
  if (row.workspace === "in_place")
    return row.project_id === null ? null : (await places.project(row.project_id)).path;
  const folder = workspaceOf(rules.home, row.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function giveUp(
  row: ExecutionRow,
  { problem, errorClass }: { problem: string; errorClass: ErrorClass },
  { db, clock, tell }: ExecutionsOptions,
): Promise<void> {
  await db.transaction(async (tx) => {
    const over = { state: "failed", reason: problem, errorClass, exit: null, at: clock.now() } as const;
    const moved = await moveToOver(tx, row.id, over);
    if (moved !== undefined) tell(tx, executionFinished, moved);
  });
}
