export { createPrograms, type ProgramsApi } from "./programs.module.ts";
export { programsTables } from "./programs.tables.ts";
