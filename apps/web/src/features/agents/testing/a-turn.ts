import type { Turn } from "@signalbox/contract/agents";

export const aTurn = (more: Partial<Turn> = {}): Turn => ({
  ...{ id: "turn", agentId: "agent", commandId: "c1", actor: "agent", intent: "progress", rule: "" },
  ...{ confidence: 1, text: "", internal: false, tool: null, images: [], at: "2026-11-21T12:00:00.000Z" },
  ...more,
});
