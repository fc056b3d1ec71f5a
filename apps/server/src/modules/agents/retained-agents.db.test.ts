import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { daysBefore } from "../../platform/retention/retained.ts";
import { retainedAgents } from "./retained-agents.ts";

const longAgo = daysBefore(new Date(), 400);
const lately = daysBefore(new Date(), 10);
const host = {
  id: newId(),
  key: "k",
  name: "here",
  platform: "linux",
  created_at: longAgo,
  last_seen_at: longAgo,
};

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
});
afterAll(() => db.close());

interface Made {
  endedAt: Date | null;
  parent?: string;
  question?: "open" | "answered";
}

/** An agent with a command, a turn, a signal, and a question where one is wanted. */
const anAgent = async ({ endedAt, parent, question }: Made): Promise<string> => {
  const id = newId();
  const own = { id: newId(), agent_id: id };
  await db.transaction(async (tx) => {
    const evidence = JSON.stringify({ rule: "r", signal: "s", at: longAgo.toISOString() });
    const words = { backend: "claude", session_id: id, state: "idle", evidence, tracking: "{}" } as const;
    const times = { state_since: longAgo, started_at: longAgo, last_seen_at: longAgo, ended_at: endedAt };
    const ended = endedAt === null ? {} : ({ end_reason: "other" } as const);
    const agent = { id, host_id: host.id, parent_id: parent ?? null, ...words, ...times, ...ended };
    await tx.insertInto("agents").values(agent).execute();
    const over = { state: "complete", outcome: "done", started_at: longAgo, completed_at: longAgo } as const;
    await tx
      .insertInto("agents_commands")
      .values({ ...own, ...over, instruction: "Go" })
      .execute();
    const said = { actor: "agent", intent: "progress", rule: "r", at: longAgo, text: "…" } as const;
    await tx
      .insertInto("agents_turns")
      .values({ ...own, ...said, identity: id })
      .execute();
    if (question === undefined) return;
    const state = { state: question, closed_at: question === "open" ? null : longAgo };
    await tx
      .insertInto("agents_questions")
      .values({ ...own, ...state, kind: "permission", text: "May I?", parts: "[]", at: longAgo })
      .execute();
  });
  return id;
};

test("agents that ended long ago go with all that they did; not while somebody has to answer, or a child goes on", async () => {
  const live = await anAgent({ endedAt: null });
  const young = await anAgent({ endedAt: lately });
  const old = await anAgent({ endedAt: longAgo, question: "answered" });
  await anAgent({ endedAt: longAgo, parent: old });
  const asking = await anAgent({ endedAt: longAgo, question: "open" });
  const parent = await anAgent({ endedAt: longAgo });
  const childThatAsks = await anAgent({ endedAt: longAgo, parent, question: "open" });
  const parentOfLive = await anAgent({ endedAt: longAgo });
  const child = await anAgent({ endedAt: null, parent: parentOfLive });

  const agents = retainedAgents(db, systemClock, 365);
  expect(await agents.count()).toEqual({ count: 2, bytes: null });
  expect(await agents.remove(20)).toBe(2);
  const kept = [live, young, asking, parent, childThatAsks, parentOfLive, child];
  const rows = await db.read.selectFrom("agents").select("id").execute();
  expect(rows.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
  for (const table of ["agents_commands", "agents_turns"] as const) {
    const left = await db.read.selectFrom(table).select("agent_id").execute();
    expect(left.map(({ agent_id }) => agent_id).toSorted()).toEqual(kept.toSorted());
  }
  expect(await agents.remove(20)).toBe(0);
});
