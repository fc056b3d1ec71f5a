export { createWorkspaces, type WorkspacesModule } from "./workspaces.module.ts";
export { workspacesTables } from "./workspaces.tables.ts";
