export { GitHubLimit, GitHubRefusal } from "./github.errors.ts";
export { createGitHub, type GitHubApi, type GitHubModule } from "./github.module.ts";
export { githubTables } from "./github.tables.ts";
export type { ChangedFile } from "./reading.ts";
