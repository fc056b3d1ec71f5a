import type { ChildAgent } from "@signalbox/contract/agent-children";
import { anAgent } from "./an-agent.ts";

export const aChild = (facts: Partial<ChildAgent> = {}): ChildAgent => ({
  ...anAgent({ parentId: "parent" }),
  turns: 0,
  startedByTurnId: null,
  ...facts,
});
