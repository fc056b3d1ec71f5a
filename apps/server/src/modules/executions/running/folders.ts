import { join } from "node:path";

/** Where the supervisor of an execution and the server speak with each other. */
export const folderOf = (home: string, executionId: string): string => join(home, "executions", executionId);

/** The empty folder that one without a project works in. */
export const workspaceOf = (home: string, executionId: string): string =>
  join(folderOf(home, executionId), "workspace");
