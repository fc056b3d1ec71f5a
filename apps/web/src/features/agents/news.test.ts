import type { AgentPatch } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { createNews } from "./news.ts";
import { anAgent } from "./testing/an-agent.ts";

const before = anAgent({ state: "idle", lastSeenAt: "2026-11-21T13:00:00.000Z" });
const after = anAgent({ ...before, state: "commanded", lastSeenAt: "2026-11-21T13:00:01.000Z" });
const told: AgentPatch = after;

test("a list that set out before an event does not undo what the event told", () => {
  const news = createNews();
  news.tell(before.id, told);
  expect(news.brought(before).state).toBe("commanded");
});

test("a list that knows more than the events is believed", () => {
  const news = createNews();
  news.tell(before.id, told);
  const later = anAgent({ ...after, state: "processing", lastSeenAt: "2026-11-21T13:00:02.000Z" });
  expect(news.brought(later)).toBe(later);
  expect(news.brought(anAgent({ id: "another" })).id).toBe("another");
});
