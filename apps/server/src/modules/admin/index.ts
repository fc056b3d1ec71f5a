export { type Admin, type AdminOptions, createAdmin } from "./admin.module.ts";
export { adminTables } from "./admin.tables.ts";
