export { type BotsModule, createBots } from "./bots.module.ts";
export type { OutsideStart } from "./bots.service.ts";
export { botsTables } from "./bots.tables.ts";
export { renderText, type TemplateValues } from "./template.ts";
