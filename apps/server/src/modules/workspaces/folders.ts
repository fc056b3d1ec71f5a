import { join } from "node:path";

export const mirrorFolder = (home: string, repositoryId: string): string =>
  join(home, "repositories", `${repositoryId}.git`);

export const workspaceFolder = (home: string, folderId: string): string => join(home, "workspaces", folderId);
