import { mkdir, stat } from "node:fs/promises";
import type { Trust } from "@signalbox/contract/executions";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import type { Wait } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { beginStep } from "../steps.repository.ts";
import { workspaceOf } from "./folders.ts";
import { noteOn } from "./note.ts";
import { failed, notStarted, timedOut, type Verdict } from "./verdict.ts";

/** Its turn comes again: where its project is, or when an account can be had. */
export interface Later {
  later: { wanted_host_id?: string; wait?: Wait };
}

/** Nothing was begun, and is not to be now. */
export interface Stopped {
  stopped: true;
}

const elsewhere = (hostId: string | null): Later | Verdict =>
  hostId === null
    ? failed("Its project is nowhere", "folder_missing")
    : { later: { wanted_host_id: hostId } };

/** Where an execution works. */
export interface Where {
  cwd: string;
  trust: Trust;
}

/** Where it works; or why it can't now, or ever. */
export async function placeOf(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Where | Verdict | Later | Stopped> {
  if (row.workspace === "worktree" || row.workspace === "clone")
    return checkOut({ ...row, workspace: row.workspace }, options, signal);
  const where = await (row.workspace === "in_place" ? projectFolder(row, options) : ownFolder(row, options));
  return typeof where === "string" ? { cwd: where, trust: "full" } : where;
}

async function checkOut(
  row: ExecutionRow & { workspace: "worktree" | "clone" },
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<Where | Verdict | Later | Stopped> {
  const { db, clock, workspaces } = options;
  const { id: executionId, project_id: projectId, workspace: kind, bot_name: botName } = row;
  if (projectId === null) return failed("Its project is not there any more", "folder_missing");
  if (row.attempt === 0) await db.transaction((tx) => beginStep(tx, executionId, "workspace", clock.now()));
  const left = Math.max(0, (row.deadline?.getTime() ?? 0) - clock.now().getTime());
  const timeIsOver = AbortSignal.timeout(Math.min(left, longestTimer));
  const either = AbortSignal.any([signal, timeIsOver]);
  const checkout = { ref: row.checkout_ref, base: row.checkout_base };
  try {
    const folderId = row.first_id ?? executionId;
    // What it goes on with was left by another one.
    const isBegun = row.attempt > 0 || row.resumes !== null;
    const wish = { executionId, folderId, projectId, kind, checkout, botName, isBegun };
    const made = await workspaces.prepare(wish, { note: noteOn(executionId, options), signal: either });
    if ("failed" in made) return failed(made.failed, made.errorClass);
    return "wantedHostId" in made ? elsewhere(made.wantedHostId) : made;
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
): Promise<string | Verdict | Later> {
  const project = project_id === null ? null : await places.project(project_id).catch(nullWhereGone);
  if (project === null) return failed("Its project is not there any more", "folder_missing");
  if (project.hostId !== places.hostId()) return elsewhere(project.hostId);
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

async function ownFolder(
  { id, first_id: firstId }: ExecutionRow,
  { rules }: ExecutionsOptions,
): Promise<string | Verdict> {
  const folder = workspaceOf(rules.home, firstId ?? id);
  return mkdir(folder, { recursive: true, mode: 0o700 }).then(() => folder, notStarted);
}
