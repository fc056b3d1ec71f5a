import type { Page } from "@signalbox/contract/common";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { type AgentReader, createAgentReader } from "./agent-reader.ts";

const rows = 260;
const at = new Date();
const host = { id: newId(), key: "k", name: "here", platform: "linux", created_at: at, last_seen_at: at };

let db: TestDatabase;
let reader: AgentReader;
let busy: string;
let other: string;

const anAgent = async (parent?: string): Promise<string> => {
  const id = newId();
  const seen = { state_since: at, started_at: at, last_seen_at: at };
  const evidence = JSON.stringify({ rule: "r", signal: "s", at: at.toISOString() });
  const words = { backend: "claude", session_id: id, state: "idle", evidence, tracking: "{}" } as const;
  const agent = { id, host_id: host.id, parent_id: parent ?? null, ...words, ...seen };
  await db.transaction((tx) => tx.insertInto("agents").values(agent).execute());
  return id;
};

/** As many commands, turns and questions, each named by its place. */
const aHistory = (agentId: string) =>
  db.transaction(async (tx) => {
    const each = Array.from({ length: rows }, (_, place) => ({
      id: newId(),
      agent_id: agentId,
      text: `n${place}`,
    }));
    const over = { state: "complete", outcome: "done", started_at: at, completed_at: at } as const;
    const commands = each.map(({ text, ...row }) => ({ ...row, ...over, instruction: text }));
    await tx.insertInto("agents_commands").values(commands).execute();
    const said = { actor: "agent", intent: "progress", rule: "r", at } as const;
    const turns = each.map((row) => ({ ...row, ...said, identity: row.text }));
    await tx.insertInto("agents_turns").values(turns).execute();
    const closed = { kind: "permission", state: "answered", parts: "[]", at, closed_at: at } as const;
    const questions = each.map((row) => ({ ...row, ...closed }));
    await tx.insertInto("agents_questions").values(questions).execute();
  });

beforeAll(async () => {
  db = await testDatabase();
  reader = createAgentReader(db.read);
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
  busy = await anAgent();
  other = await anAgent();
  await aHistory(busy);
  await aHistory(other);
});
afterAll(() => db.close());

test("the agents that an agent started are found by it", async () => {
  const children = [await anAgent(busy), await anAgent(busy)];
  await anAgent(other);
  const { items } = await reader.list({ parentId: busy, limit: 50 });
  expect(items.map(({ id }) => id)).toEqual(children.reverse());
});

test("the agents of a session are found by it", async () => {
  const { sessionId } = await reader.get(busy);
  const { items } = await reader.list({ sessionId, limit: 50 });
  expect(items.map(({ id }) => id)).toContain(busy);
  expect(items.every((agent) => agent.sessionId === sessionId)).toBe(true);
  expect((await reader.list({ sessionId: "none", limit: 50 })).items).toEqual([]);
});

test("commands that are complete are read, the latest first, without those of child agents", async () => {
  const since = new Date(at.getTime() + 60_000);
  const session = await anAgent();
  const completed = async (agentId: string, minutes: number) => {
    const completedAt = new Date(at.getTime() + minutes * 60_000);
    const row = { id: newId(), agent_id: agentId, instruction: `completed after ${minutes}` };
    const over = { state: "complete", outcome: "failed", started_at: at, completed_at: completedAt } as const;
    await db.transaction((tx) =>
      tx
        .insertInto("agents_commands")
        .values({ ...row, ...over })
        .execute(),
    );
  };
  for (const minutes of [3, 1, 2]) await completed(session, minutes);
  await completed(await anAgent(session), 4);
  await db.transaction((tx) =>
    tx
      .insertInto("agents_commands")
      .values({ id: newId(), agent_id: session, state: "processing", started_at: at })
      .execute(),
  );

  const query = { since: since.toISOString(), limit: 2 };
  const first = await reader.completed(query);
  expect(first.items).toMatchObject([
    {
      instruction: "completed after 3",
      outcome: "failed",
      agentId: session,
      backend: "claude",
      projectId: null,
    },
    { instruction: "completed after 2" },
  ]);
  const second = await reader.completed({ ...query, cursor: first.nextCursor ?? undefined });
  expect(second.items.map(nameOf)).toEqual(["completed after 1"]);
  expect(second.nextCursor).toBeNull();
});

const names = Array.from({ length: rows }, (_, place) => `n${place}`);
const nameOf = (row: { instruction: string | null } | { text: string }) =>
  "text" in row ? row.text : row.instruction;

describe.each(["commands", "turns", "questions"] as const)("an agent's %s", (history) => {
  type From = "oldest" | "latest";
  const read = async (from: From, cursor?: string): Promise<Page<string | null>> => {
    const { items, nextCursor } = await reader[history](busy, { from, limit: 100, cursor });
    return { items: items.map(nameOf), nextCursor };
  };
  const pages = async (from: From) => {
    const first = await read(from);
    const second = await read(from, first.nextCursor ?? undefined);
    const third = await read(from, second.nextCursor ?? undefined);
    expect(third.nextCursor).toBeNull();
    return [first, second, third].map(({ items }) => items);
  };

  test("are read from the oldest to the newest", async () => {
    expect(await pages("oldest")).toEqual([names.slice(0, 100), names.slice(100, 200), names.slice(200)]);
  });

  test("are read from the latest page back, each page oldest first", async () => {
    expect(await pages("latest")).toEqual([names.slice(160), names.slice(60, 160), names.slice(0, 60)]);
  });

  test("can't be read with a cursor of the other direction", async () => {
    const { nextCursor } = await read("latest");
    const refused = { code: "request.cursor_invalid" };
    await expect(read("oldest", nextCursor ?? undefined)).rejects.toMatchObject(refused);
  });
});
