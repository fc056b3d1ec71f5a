export const botKeys = {
  all: ["bots"] as const,
  lists: ["bots", "list"] as const,
  every: ["bots", "list", "every"] as const,
  one: (id: string) => ["bots", "one", id] as const,
  versions: (id: string) => ["bots", "versions", id] as const,
  version: (id: string, version: number) => ["bot-version", id, version] as const,
  signing: (id: string) => ["bots", "signing", id] as const,
  syncs: ["bots", "syncs"] as const,
  files: (projectId: string) => ["bots", "files", projectId] as const,
  everyFile: ["bots", "files"] as const,
  ready: ["ready-bots"] as const,
  preview: (asked: unknown) => ["bot-preview", asked] as const,
};
