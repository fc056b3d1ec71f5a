import type { MessageState } from "@signalbox/contract/subscribers";

export const subscriberKeys = {
  all: ["subscribers"] as const,
  list: ["subscribers", "list"] as const,
  messages: (subscriberId: string) => ["subscribers", "messages", subscriberId] as const,
  messagesIn: (subscriberId: string, state: MessageState | undefined) =>
    ["subscribers", "messages", subscriberId, state] as const,
  message: (subscriberId: string, messageId: string) =>
    ["subscribers", "messages", subscriberId, "one", messageId] as const,
};
