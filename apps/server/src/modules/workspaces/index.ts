export type { BranchFile } from "./branch/read-files.ts";
export { createWorkspaces, type WorkspacesModule } from "./workspaces.module.ts";
export type { WorkspacesApi } from "./workspaces.service.ts";
export { workspacesTables } from "./workspaces.tables.ts";
