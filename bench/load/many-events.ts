import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";

/** How many events are written. */
export const rows = 1_000_000;
const agents = 500;
const atOnce = 50_000;

/** The id of one of the agents that the events are about. */
export const loadedAgent = (number: number): string =>
  `01900000-0000-7000-8000-${String(number % agents).padStart(12, "0")}`;

const host = "01900000-0000-7000-9000-000000000000";

/** Writes a million events of five hundred agents, in a mix of types as days at work leave it. */
export async function loadEvents(db: OpenDatabase): Promise<void> {
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, 'bench', 'bench', 'linux', now(), now())",
    [host],
  );
  await db.pool.query(
    `insert into agents (id, host_id, backend, session_id, state, state_since, evidence, title, started_at, last_seen_at, tracking)
     select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 'claude', 's' || n, 'idle', now(), '{}',
       'Agent ' || n, now(), now(), '{}' from generate_series(0, ${agents - 1}) n`,
    [host],
  );
  for (let from = 1; from <= rows; from += atOnce)
    await db.pool.query(eventsSql, [from, Math.min(rows, from + atOnce - 1)]);
  await db.pool.query("select setval('events_position', $1)", [rows]);
}

const eventsSql = `
  insert into events
    (position, id, type, version, at, actor, subject_kind, subject_id, agent_id, correlation_id, data)
  select n, gen_random_uuid(),
    case when n % 1000 = 0 then 'agent.ended' when n % 10 = 0 then 'command.moved' else 'turn.recorded' end,
    1, now() - (${rows} - n) * interval '1 second', 'agent', 'turn', 'turn-' || n,
    ('01900000-0000-7000-8000-' || lpad((n * 7919 % ${agents})::text, 12, '0'))::uuid, 'request-' || n / 3,
    json_build_object('tool', 'Bash', 'text', repeat(md5(n::text), 6), 'actor', 'agent')
  from generate_series($1::bigint, $2::bigint) n`;
