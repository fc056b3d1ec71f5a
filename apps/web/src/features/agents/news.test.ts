import type { AgentPatch } from "@signalbox/contract/agent-events";
import { expect, test } from "vitest";
import { createNews } from "./news.ts";
import { anAgent } from "./testing/an-agent.ts";

const before = anAgent({ state: "idle", lastSeenAt: "2026-11-21T13:00:00.000Z" });
const after = anAgent({ ...before, state: "commanded", lastSeenAt: "2026-11-21T13:00:01.000Z" });
const told: AgentPatch = after;

test("a list that set out before an event does not undo what the event told", () => {
  const news = createNews();
  const sinceSetOut = news.since(news.count());
  news.tell(before.id, told);
  expect(sinceSetOut(before).state).toBe("commanded");
  expect(sinceSetOut({ ...before, lastSeenAt: told.lastSeenAt }).state).toBe("commanded");
});

test("a list that set out after an event is believed, even where both were seen at the same moment", () => {
  const news = createNews();
  news.tell(before.id, told);
  const fetched = anAgent({ ...after, state: "processing" });
  expect(news.since(news.count())(fetched)).toBe(fetched);
});

test("a list that knows more than the events is believed", () => {
  const news = createNews();
  const sinceSetOut = news.since(news.count());
  news.tell(before.id, told);
  const later = anAgent({ ...after, state: "processing", lastSeenAt: "2026-11-21T13:00:02.000Z" });
  expect(sinceSetOut(later)).toBe(later);
  expect(sinceSetOut(anAgent({ id: "another" })).id).toBe("another");
});

test("what was told before everything is fetched anew counts no more", () => {
  const news = createNews();
  const sinceSetOut = news.since(news.count());
  news.tell(before.id, told);
  news.forget();
  expect(sinceSetOut(before)).toBe(before);
});
