import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createAgentReader } from "./agent-reader.ts";
import { createRecordsReader, type RecordsReader } from "./records-reader.ts";
import { wordsIn } from "./turn-search.repository.ts";
import { snippetOf, tsqueryOf } from "./turn-search.ts";

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

/** Turns of an agent of their own, a second apart; what finds them by pages of so many. */
async function written(...texts: string[]) {
  const id = newId();
  await db.transaction((tx) =>
    tx
      .insertInto("agents")
      .values({ id, host_id: hostId, session_id: id, ...words, ...seen })
      .execute(),
  );
  await db.pool.query(
    `insert into agents_turns (id, agent_id, actor, intent, rule, text, identity, at)
     select gen_random_uuid(), $1, 'agent', 'progress', 'r', x.text, x.n, $3::timestamptz + x.n * interval '1 second'
     from unnest($2::text[]) with ordinality as x(text, n)`,
    [id, texts, at],
  );
  return async (q: string, limit = 50) => {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, nextCursor } = await records.search({ q, limit, cursor, agentId: id });
      found.push(...items.map(({ turnId }) => turnId));
      if (nextCursor === null) return found.length;
      cursor = nextCursor;
    }
  };
}

test.each([
  ["a word behind what is sorted of a long text", `${"pad ".repeat(13_000)} tailword`, "tailword", 0],
  ["a word with an accent of its own", "resume\u0301 zulu", "resume zulu", 0],
  ["the same, as it is written", "resume\u0301 zulu", "resume\u0301 zulu", 15],
  [
    "a word that a mark without width is part of",
    "\u0645\u06cc\u200c\u062e\u0648",
    "\u0645\u06cc\u200c\u062e\u0648",
    15,
  ],
])("%s is found alike, however many are asked for at once", async (_what, text, query, expected) => {
  const find = await written(...Array.from({ length: 15 }, () => text));
  expect([await find(query), await find(query, 14), await find(query, 5)]).toEqual([
    expected,
    expected,
    expected,
  ]);
});

test.each(["ΟΔΟΣ ΑΘΗΝΑΣ", "İstanbul", "straße GROẞ", "ÜBERALL", "日本語", "test:db", "1.2.3-beta4"])(
  "%s is found as it is written",
  async (text) => {
    expect(await (await written(`It says ${text} here`))(text)).toBe(1);
  },
);

test("what is typed is taken as words alone; the last may go on", async () => {
  expect(await wordsIn(db.read, "src/agent-reader.ts & !'x' \\ \0 src")).toEqual([
    ...["src", "agent", "reader", "ts", "x"],
  ]);
  expect(await wordsIn(db.read, " ?! ")).toEqual([]);
  expect(tsqueryOf(["agent", "read"])).toBe("'agent' & 'read':*");
});

test("a passage begins near the first word that was found", () => {
  const snippet = snippetOf(`${"before ".repeat(40)}needle after`, ["needle"]);
  expect(snippet.filter(({ hit }) => hit)).toEqual([{ text: "needle", hit: true }]);
  expect(snippet[0]?.text.length).toBeLessThan(70);
});
