import { AppError } from "../../../kernel/errors.ts";
import { openCheckout } from "../checkout/checkout-git.ts";
import { discard } from "../checkout/discard.ts";
import type { WorkspacesOptions } from "../options.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import { findWorkspace, moveToRemoved, type WorkspaceRow } from "../workspaces.repository.ts";
import type { Opened } from "./opened.ts";
import { whatIsLost } from "./what-is-lost.ts";

/** How acts come to a workspace of this machine. */
export function createReach({ db, clock, rules, places }: WorkspacesOptions) {
  const opened = async (row: WorkspaceRow | null): Promise<Opened | null> => {
    if (row === null || row.commit_id === null) return null;
    const folders = await openCheckout(row, rules.home);
    return folders === null ? null : { row, start: row.commit_id, folders, options: rules };
  };
  /** Null where there is none, or no more. @throws AppError `workspaces.elsewhere` */
  const rowOf = async (executionId: string): Promise<WorkspaceRow | null> => {
    const row = await findWorkspace(db.read, executionId);
    if (row === undefined || row.state === "removed") return null;
    if (row.host_id !== places.hostId()) throw workspaceErrors.elsewhere();
    return row;
  };
  return {
    ...{ rowOf, opened },
    async mustOpen(executionId: string): Promise<Opened> {
      const found = await opened(await rowOf(executionId));
      if (found === null) throw workspaceErrors.notFound(executionId);
      return found;
    },
    async away(row: WorkspaceRow): Promise<void> {
      await discard(row, rules);
      await db.transaction((tx) => moveToRemoved(tx, row.execution_id, clock.now()));
    },
    /** In words; null where nothing is. What git can't look at is kept, until somebody says otherwise. */
    async lostWith(row: WorkspaceRow): Promise<string | null> {
      const found = await opened(row);
      if (found === null) return null;
      return whatIsLost(found).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return `what is in it can't be told: ${error.message}`;
      });
    },
  };
}
