export { createBots } from "./bots.module.ts";
export { botsTables } from "./bots.tables.ts";
