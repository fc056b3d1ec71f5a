export const botKeys = {
  all: ["bots"] as const,
  lists: ["bots", "list"] as const,
  one: (id: string) => ["bots", "one", id] as const,
  preview: (asked: unknown) => ["bot-preview", asked] as const,
};
