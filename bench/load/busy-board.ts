import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";

const counts = { agents: 500, live: 60, waiting: 20, commands: 20_000, turns: 200_000 };
const atOnce = 20_000;

const host = "01900000-0000-7000-9000-000000000000";
const id = (kind: string, number: string): string =>
  `('01900000-0000-7000-${kind}-' || lpad((${number})::text, 12, '0'))::uuid`;
const agentOf = (command: string): string => id("8000", `(${command}) % ${counts.agents}`);

/**
 * Writes what a busy board reads: 500 agents, of whom 60 live and 20 wait for an answer, with 40 commands each and ten
 * turns in each of them.
 */
export async function loadBoard({ pool }: OpenDatabase): Promise<void> {
  await pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, 'bench', 'bench', 'linux', now(), now())",
    [host],
  );
  await pool.query(agents, [host]);
  await pool.query(commands);
  for (let from = 0; from < counts.turns; from += atOnce) await pool.query(turns, [from]);
  await pool.query(questions);
  for (const table of ["agents", "agents_commands", "agents_turns", "agents_questions"])
    await pool.query(`analyze ${table}`);
}

const waits = `n < ${counts.waiting}`;
const works = `n < ${counts.live - 10}`;

const agents = `
  insert into agents (id, host_id, backend, session_id, state, state_since, evidence, title, started_at, last_seen_at,
    ended_at, end_reason, tracking)
  select ${id("8000", "n")}, $1, 'claude', 's' || n,
    case when ${waits} then 'awaiting_input' when ${works} then 'processing' else 'complete' end,
    now() - n * interval '1 minute', '{"rule":"r","signal":"s","at":"2026-01-01T00:00:00Z"}', 'Agent ' || n,
    now() - interval '1 day', now(),
    case when n < ${counts.live} then null else now() end, case when n < ${counts.live} then null else 'exit' end, '{}'
  from generate_series(0, ${counts.agents - 1}) n`;

/** The newest command of an agent is the one of the last round. */
const isOpen = `n >= ${counts.commands - counts.agents} and n % ${counts.agents} < ${counts.live - 10}`;

const commands = `
  insert into agents_commands (id, agent_id, state, outcome, instruction, started_at, completed_at)
  select ${id("9000", "n")}, ${agentOf("n")},
    case when not (${isOpen}) then 'complete' when n % ${counts.agents} < ${counts.waiting} then 'awaiting_input'
      else 'processing' end,
    case when ${isOpen} then null else 'done' end, 'Do what is number ' || n,
    now() - (${counts.commands} - n) * interval '4 seconds',
    case when ${isOpen} then null else now() - (${counts.commands} - n) * interval '3 seconds' end
  from generate_series(0, ${counts.commands - 1}) n`;

const turns = `
  insert into agents_turns (id, agent_id, command_id, actor, intent, rule, text, identity, at)
  select ${id("a000", "n")}, ${agentOf("n / 10")}, ${id("9000", "n / 10")},
    case when n % 10 = 0 then 'user' else 'agent' end, case when n % 10 = 0 then 'command' else 'progress' end, 'r',
    'What was said as number ' || n || repeat(' and so on', 20), 'i' || n,
    now() - (${counts.turns} - n) * interval '0.4 seconds'
  from generate_series($1::int, $1::int + ${atOnce - 1}) n`;

const questions = `
  insert into agents_questions (id, agent_id, command_id, kind, state, tool, text, input, at)
  select ${id("b000", "n")}, ${id("8000", "n")}, ${id("9000", `${counts.commands - counts.agents} + n`)}, 'permission',
    'open', 'Bash', 'Run make number ' || n, '{"command":"make"}', now() - n * interval '1 minute'
  from generate_series(0, ${counts.waiting - 1}) n`;
