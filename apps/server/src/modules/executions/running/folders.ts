import { join } from "node:path";

/** All that an execution leaves on the disk while it goes on. */
export const executionFolder = (home: string, executionId: string): string =>
  join(home, "executions", executionId);

/** All that goes with the end of one: where it goes on in the session of others, also the folder that they share. */
export const foldersLeftBy = (
  home: string,
  { id, first_id: firstId }: { id: string; first_id: string | null },
): string[] => [id, ...(firstId === null ? [] : [firstId])].map((one) => executionFolder(home, one));

/** Where the supervisor of its attempt and the server speak with each other; before attempts were counted, in the whole. */
export const folderOf = (home: string, { id, attempt }: { id: string; attempt: number }): string =>
  attempt === 0 ? executionFolder(home, id) : join(executionFolder(home, id), String(attempt));

/** The empty folder that one without a project works in. */
export const workspaceOf = (home: string, executionId: string): string =>
  join(executionFolder(home, executionId), "workspace");
