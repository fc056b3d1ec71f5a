export type { GithubAsk, StartedBots } from "./ports.ts";
export { retainedDeliveries } from "./retained-deliveries.ts";
export { createTriggers } from "./triggers.module.ts";
export { triggersTables } from "./triggers.tables.ts";
