export const launchKeys = {
  options: ["launches", "options"] as const,
  unheard: ["launches", "unheard"] as const,
  one: (id: string) => ["launches", "one", id] as const,
  restart: (id: string) => ["launches", "restart", id] as const,
  terminals: ["launches", "terminal"] as const,
  terminal: (agentId: string) => ["launches", "terminal", agentId] as const,
};
