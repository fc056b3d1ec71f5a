export { projectRules } from "./default-rules.ts";
export type { Place } from "./places.ts";
export type { CountsOf, ProjectCounts } from "./ports.ts";
export type { ProjectRules } from "./project-folder.ts";
export { createProjects, type Projects, type ProjectsOptions } from "./projects.module.ts";
export type { ProjectsApi } from "./projects.service.ts";
export { projectTables } from "./projects.tables.ts";
