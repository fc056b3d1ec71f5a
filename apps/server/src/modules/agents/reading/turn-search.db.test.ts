import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createAgentReader } from "./agent-reader.ts";
import { createRecordsReader, type RecordsReader } from "./records-reader.ts";
import { snippetOf, tsqueryOf, wordsOf } from "./turn-search.ts";

const many = 2_300;
const at = new Date("2026-11-21T12:00:00.000Z");

let db: TestDatabase;
let records: RecordsReader;
const agents = [newId(), newId()];
const hostId = newId();
const seen = { state_since: at, started_at: at, last_seen_at: at };
const words = { backend: "claude", state: "idle", evidence: "{}", tracking: "{}" } as const;

beforeAll(async () => {
  db = await testDatabase();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: at, last_seen_at: at };
  await db.transaction(async (tx) => {
    await tx.insertInto("projects_hosts").values(host).execute();
    const rows = agents.map((id) => ({ id, host_id: hostId, session_id: id, ...words, ...seen }));
    await tx.insertInto("agents").values(rows).execute();
  });
  // The first agent says it often, the other once, and the earliest of all.
  await db.pool.query(
    `insert into agents_turns (id, agent_id, actor, intent, rule, text, identity, at)
     select gen_random_uuid(), case when n = 0 then $2::uuid else $1::uuid end, 'agent', 'progress', 'r',
       case when n = 0 then 'A common word, once' else 'A common word, time ' || n end, n, $3::timestamptz + n * interval '1 second'
     from generate_series(0, ${many}) n`,
    [...agents, at],
  );
  records = createRecordsReader(db.read, createAgentReader(db.read));
});
afterAll(() => db.close());

test("a word of many turns is found from the latest back, each turn once, down to the first", async () => {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await records.search({ q: "common", limit: 200, cursor });
    found.push(...items.map(({ at }) => at));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  expect(found).toHaveLength(many + 1);
  expect(found).toEqual(found.toSorted().reverse());
});

test("a word of many turns is found in the agent that hardly says it", async () => {
  const { items } = await records.search({ q: "common", limit: 50, agentId: agents[1] });
  expect(items.map(({ agent }) => agent.id)).toEqual([agents[1]]);
});

test("a project is searched with the worktrees of its repository", async () => {
  const [repository = "", worktree = "", other = ""] = await Promise.all(
    ["shop", "shop-next", "mill"].map(aProject),
  );
  const familyOf = async (id: string) => (id === repository ? [repository, worktree] : [id]);
  const family = createRecordsReader(db.read, createAgentReader(db.read), familyOf);
  const search = async (projectId: string) => {
    const { items } = await family.search({ q: "kin", limit: 50, projectId });
    return items.map(({ agent }) => agent.projectId).toSorted();
  };
  expect(await search(repository)).toEqual([repository, worktree].toSorted());
  expect(await search(worktree)).toEqual([worktree]);
  expect(await search(other)).toEqual([other]);
});

/** A project in which an agent said a word. */
async function aProject(name: string): Promise<string> {
  const project = newId();
  const agent = newId();
  await db.pool.query(
    "insert into projects (id, host_id, name, slug, path, created_at) values ($1, $2, $3, $3, $3, $4)",
    [project, hostId, name, at],
  );
  const own = { id: agent, host_id: hostId, project_id: project, session_id: agent };
  await db.transaction((tx) =>
    tx
      .insertInto("agents")
      .values({ ...own, ...words, ...seen })
      .execute(),
  );
  await db.pool.query(
    `insert into agents_turns (id, agent_id, actor, intent, rule, text, identity, at)
     values ($1, $2, 'agent', 'progress', 'r', 'A word of kin', 'kin', $3)`,
    [newId(), agent, at],
  );
  return project;
}

test("what is typed is taken as words alone; the last may go on", () => {
  expect(wordsOf("src/agent-reader.ts & !'x'")).toEqual(["src", "agent", "reader", "ts", "x"]);
  expect(tsqueryOf(["agent", "read"])).toBe("'agent' & 'read':*");
});

test("a passage begins near the first word that was found", () => {
  const snippet = snippetOf(`${"before ".repeat(40)}needle after`, ["needle"]);
  expect(snippet.filter(({ hit }) => hit)).toEqual([{ text: "needle", hit: true }]);
  expect(snippet[0]?.text.length).toBeLessThan(70);
});
