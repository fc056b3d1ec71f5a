export { retainedMessages } from "./retained-messages.ts";
export { createSubscribers, type SubscribersModule } from "./subscribers.module.ts";
export { subscribersTables } from "./subscribers.tables.ts";
