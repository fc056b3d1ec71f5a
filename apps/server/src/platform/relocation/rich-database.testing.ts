import type { Pool } from "pg";
import { pino } from "pino";
import type { OpenDatabase } from "../database/database.ts";
import { openDatabase } from "../database/open-database.ts";
import { preparedFolder } from "../database/testing.ts";
import { openBoss } from "../jobs/boss.ts";

const id = (number: number): string => `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** What is easily spoilt on the way. */
const odd = `NULL, "quoted" \\ back{slash}, (paren) 'single' \n\t ünï ‮ 🚦 \\x41 `;

/** Makes a folder with an embedded database that has rows of every kind; answers it, not opened. */
export async function richFolder(events: number): Promise<string> {
  const folder = await preparedFolder();
  const db = await openDatabase({ folder });
  try {
    await fillTables(db.pool, events);
    await fillQueue(db);
  } finally {
    await db.close();
  }
  return folder;
}

async function fillTables(pool: Pool, events: number): Promise<void> {
  await pool.query(
    `insert into projects_hosts (id, key, name, platform, created_at, last_seen_at)
     values ($1, 'a', $2, '', '-infinity', '2026-01-02 03:04:05.678901+00')`,
    [id(0), odd],
  );
  await pool.query(
    "insert into projects (id, host_id, name, slug, path, created_at) values ($1, $2, '', 'p', '/p', now())",
    [id(1), id(0)],
  );
  await fillAgents(pool);
  await pool.query(
    `insert into agents_turns (id, agent_id, actor, intent, rule, text, tool_input, tool_result, tool_duration_ms, identity, at)
     select gen_random_uuid(), $1, 'agent', 'progress', 'r', $2, 'null', $3, d, 'n' || d,
       timestamptz '2026-01-01 00:00:00.000001+00' + n * interval '1 microsecond'
     from unnest(array['NaN', 'Infinity', '-0', '0.30000000000000004', '1e-310']::double precision[])
       with ordinality as x(d, n)`,
    [id(10), odd, JSON.stringify({ odd, deep: [null, 1e100, 12345678901234567890n.toString()] })],
  );
  await pool.query(
    `insert into auth_api_keys (id, name, prefix, secret_hash, scopes, created_at, user_id, expires_at)
     select $1, 'k', 'p', 'h', $2, now(), auth_users.id, 'infinity' from auth_users`,
    [id(2), [odd, "NULL", "", "a,b"]],
  );
  await pool.query(eventsSql, [events, odd]);
  await pool.query("select setval('events_position', 9007199254740993 + 10)");
}

/** A child that stands before its parent, and two that followed on one another. */
const fillAgents = (pool: Pool) =>
  pool.query(
    `insert into agents (id, host_id, project_id, parent_id, previous_agent_id, backend, session_id, state, state_since,
       evidence, title, started_at, last_seen_at, tracking)
     select a.id::uuid, $1, $2, a.parent::uuid, a.previous::uuid, 'claude', 's' || a.id, 'idle', now(), 'null', $3, now(), now(), '{}'
     from (values ($4, $5, null), ($5, null, $6), ($6, $7, $5), ($7, $5, $4)) a(id, parent, previous)`,
    [id(0), id(1), odd, id(10), id(20), id(30), id(40)],
  );

/** The last ones beyond what a number of JavaScript holds. */
const eventsSql = `
  insert into events (position, id, type, version, at, actor, subject_kind, subject_id, agent_id, correlation_id, data)
  select case when n > $1 - 3 then 9007199254740993 + n - $1 else 2 * n end, gen_random_uuid(), 'turn.recorded', 1,
    now() + n * interval '1 microsecond', 'agent', 'turn', n::text, '${id(10)}', $2,
    json_build_object('text', repeat(md5(n::text), 6), 'odd', $2::text)
  from generate_series(1, $1::bigint) n`;

const definition = {
  name: "notes.keep",
  summary: "",
  timeLimitSeconds: 60,
  byKey: "one_at_a_time",
} as const;

/** Jobs in each state, later ones, ones with a key, and a schedule. */
async function fillQueue(db: OpenDatabase): Promise<void> {
  const { boss, close } = await openBoss(db, [], pino({ level: "silent" }));
  await boss.createQueue("notes.failed");
  await boss.createQueue(definition.name, { policy: "singleton", deadLetter: "notes.failed" });
  const states = ["created", "retry", "active", "completed", "cancelled", "failed"];
  for (const [index, state] of states.entries()) {
    const job = await boss.send(
      definition.name,
      { odd, state },
      { singletonKey: `k${index}`, startAfter: 60 },
    );
    await db.pool.query("update pgboss.job set state = $1::pgboss.job_state, output = 'null' where id = $2", [
      state,
      job,
    ]);
  }
  await boss.schedule(definition.name, "0 3 * * *", { odd });
  await close();
}
