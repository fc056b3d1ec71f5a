import { oneAtATime } from "../../kernel/one-at-a-time.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import type { ExecutionWorkspaces } from "../executions/index.ts";
import { type Changes, changesIn } from "./acts/changes.ts";
import { type Committed, type CommitWish, commitAll } from "./acts/commit-all.ts";
import { type Pushed, push } from "./acts/push.ts";
import { createReach } from "./acts/reach.ts";
import { knownBranch } from "./branch/known-branch.ts";
import { type BranchFiles, type BranchFilesWish, readBranchFiles } from "./branch/read-files.ts";
import { prepare } from "./checkout/prepare.ts";
import type { Mirrors } from "./mirror/mirrors.ts";
import type { WorkspacesOptions } from "./options.ts";
import { workspaceErrors } from "./workspaces.errors.ts";
import { findWorkspace, handOver, moveToKept, presentWorkspace, storeOver } from "./workspaces.repository.ts";

/** What is done with the workspace of an execution, on the machine where it lies. Each is safe to repeat. */
export interface WorkspacesApi extends ExecutionWorkspaces {
  /**
   * Files of the default branch of a project's repository, as its remote has them now.
   * @throws AppError `projects.not_found`, `workspaces.…`
   */
  branchFiles(wish: BranchFilesWish, signal: AbortSignal): Promise<BranchFiles>;
  /** The default branch of a project's repository, as far as this machine knows. @throws AppError `projects.not_found` */
  knownBranch(projectId: string): Promise<string | null>;
  /** What was done in it; null where there is none, or no more. @throws AppError `workspaces.elsewhere` */
  changes(executionId: string): Promise<Changes | null>;
  /** @throws AppError `workspaces.not_found`, `workspaces.elsewhere`, `workspaces.git_failed` */
  commitAll(executionId: string, wish: CommitWish): Promise<Committed>;
  /**
   * Null where nothing was committed.
   * @throws AppError `workspaces.not_found`, `workspaces.elsewhere`, `workspaces.push_rejected`, `workspaces.push_failed`
   */
  push(executionId: string, wish?: { branch?: string; signal?: AbortSignal }): Promise<Pushed | null>;
  /** Removes it where nothing is lost with it, else says what: it is kept. @throws AppError `workspaces.elsewhere` */
  release(executionId: string): Promise<{ kept: string | null }>;
  /** In words; null where nothing is. @throws AppError `workspaces.elsewhere` */
  wouldLose(executionId: string): Promise<string | null>;
  /** Removes it with all that is lost so, where nobody works in it. @throws AppError `workspaces.elsewhere` */
  drop(executionId: string): Promise<void>;
  /** @throws AppError `workspaces.not_found`, `workspaces.elsewhere`, `workspaces.in_use`, `workspaces.unsaved` */
  remove(executionId: string, how: { force: boolean; by: Cause }): Promise<void>;
}

export interface WorkspacesServiceOptions extends WorkspacesOptions {
  mirrors: Mirrors;
  audit: Pick<Audit, "record">;
  /** Rung where a workspace may go. */
  bell: { ring(): void };
}

export function createWorkspacesService(options: WorkspacesServiceOptions): WorkspacesApi {
  const { db, audit, bell } = options;
  const inTurn = oneAtATime();
  const { rowOf, opened, mustOpen, away, lostWith } = createReach(options);
  return {
    prepare: (wish, how) => inTurn(wish.executionId, () => prepare(wish, how, options)),
    handingOver: (executionId, act) => inTurn(executionId, act),
    handOver,
    branchFiles: (wish, signal) => readBranchFiles(wish, signal, options),
    knownBranch: (projectId) => knownBranch(projectId, options),
    async over(tx, executionId, at) {
      await storeOver(tx, executionId, at);
      bell.ring();
    },
    async told(read, executionId) {
      const row = await findWorkspace(read, executionId);
      return row === undefined ? null : presentWorkspace(row);
    },
    changes: (executionId) =>
      inTurn(executionId, async () => {
        const found = await opened(await rowOf(executionId));
        return found === null ? null : changesIn(found);
      }),
    commitAll: (executionId, wish) =>
      inTurn(executionId, async () => commitAll(await mustOpen(executionId), wish)),
    push: (executionId, { branch, signal = new AbortController().signal } = {}) =>
      inTurn(executionId, async () => {
        const found = await mustOpen(executionId);
        return push(found, { branch: branch ?? found.row.branch, signal }, options);
      }),
    release: (executionId) =>
      inTurn(executionId, async () => {
        const row = await rowOf(executionId);
        if (row === null || row.over_at === null) return { kept: null };
        const lost = await lostWith(row);
        if (lost === null) await away(row);
        else await db.transaction((tx) => moveToKept(tx, executionId, lost));
        return { kept: lost };
      }),
    wouldLose: (executionId) =>
      inTurn(executionId, async () => {
        const row = await rowOf(executionId);
        return row === null ? null : lostWith(row);
      }),
    drop: (executionId) =>
      inTurn(executionId, async () => {
        const row = await rowOf(executionId);
        if (row !== null && row.over_at !== null) await away(row);
      }),
    remove: (executionId, { force, by }) =>
      inTurn(executionId, async () => {
        const row = await rowOf(executionId);
        if (row === null) throw workspaceErrors.notFound(executionId);
        if (row.over_at === null) throw workspaceErrors.inUse();
        const lost = await lostWith(row);
        if (lost !== null && !force) throw workspaceErrors.unsaved(lost);
        await away(row);
        const subject = { kind: "execution", id: executionId };
        await db.transaction((tx) =>
          audit.record(tx, { ...by, action: "workspace.removed", subject, detail: { lost } }),
        );
      }),
  };
}
