import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";

const counts = { executions: 100_000, bots: 40, accounts: 8, models: 6, days: 90 };
const atOnce = 5_000;

const id = (kind: string, number: string): string =>
  `('01900000-0000-7000-${kind}-' || lpad((${number})::text, 12, '0'))::uuid`;

/** Executions of 40 bots in 90 days, each over, with one attempt and a prompt of 2 kB; and a budget of all for the month. */
export async function loadExecutions({ pool }: OpenDatabase): Promise<void> {
  await pool.query(`insert into bots (id, name, version, content, enabled, created_at, updated_at)
    select ${id("8000", "n")}, 'Bot ' || n, 1, '{}', true, now(), now() from generate_series(0, ${counts.bots - 1}) n`);
  for (let from = 0; from < counts.executions; from += atOnce) {
    await pool.query(executions, [from]);
    await pool.query(attempts, [from]);
  }
  await pool.query(`insert into budgets (id, scope, period, tokens, warn_at, created_at, updated_at)
    values (${id("8003", "1")}, 'instance', 'month', 1000000000000, 80, now(), now())`);
  for (const table of ["bots", "executions", "executions_attempts"]) await pool.query(`analyze ${table}`);
}

const numbers = `generate_series($1::integer, $1::integer + ${atOnce - 1}) n`;
const began = `(now() - (n % ${counts.days}) * interval '1 day' - (n % 600) * interval '1 second')`;

const executions = `
  insert into executions (id, idempotency_key, bot_id, bot_name, bot_version, backend, access, workspace, prompt,
    concurrency, timeout_ms, state, actor, by_name, correlation_id, queued_at, started_at, ended_at, given_values,
    attempt, cost_micros, tokens_input, tokens_output)
  select ${id("8001", "n")}, 'k' || n, ${id("8000", `n % ${counts.bots}`)}, 'Bot', 1, 'claude', 'read', 'none',
    repeat('word ', 400), 1, 60000, 'succeeded', 'user', 'Ada', 'c' || n, ${began}, ${began},
    ${began} + interval '3 minutes', '{}', 1, n % 100000, n % 50000, n % 3000
  from ${numbers}`;

const attempts = `
  insert into executions_attempts (execution_id, number, link, backend, model, account_id, account_name, asks,
    started_at, ended_at, state, tokens, cost_micros, ran_ms, bot_id, begun_at, begun_on)
  select ${id("8001", "n")}, 1, 0, 'claude', 'model-' || n % ${counts.models},
    ${id("8002", `n % ${counts.accounts}`)}, 'Account ' || n % ${counts.accounts}, 'prompt', ${began},
    ${began} + interval '3 minutes', 'succeeded', n % 50000 + n % 3000, n % 100000, 180000,
    ${id("8000", `n % ${counts.bots}`)}, ${began}, floor(extract(epoch from ${began}) / 86400)
  from ${numbers}`;
