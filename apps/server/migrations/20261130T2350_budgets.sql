-- What executions may take in each period, of all bots, of those in a project, or of one bot.
create table budgets (
  id uuid primary key,
  scope text not null check (scope in ('instance', 'project', 'bot')),
  project_id uuid references projects (id) on delete cascade,
  bot_id uuid references bots (id) on delete cascade,
  period text not null check (period in ('day', 'week', 'month')),
  cost_micros bigint check (cost_micros > 0),
  tokens bigint check (tokens > 0),
  executions bigint check (executions > 0),
  minutes bigint check (minutes > 0),
  -- In percent.
  warn_at integer not null check (warn_at between 1 and 100),
  -- Begin of the period in which it was told last.
  warned_for timestamptz,
  spent_for timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((project_id is not null) = (scope = 'project')),
  check ((bot_id is not null) = (scope = 'bot')),
  check (coalesce(cost_micros, tokens, executions, minutes) is not null)
);
create index budgets_of_project on budgets (project_id);
create index budgets_of_bot on budgets (bot_id);
