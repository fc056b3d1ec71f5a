-- What each answer of a model took. An answer is told several times and counts once.
create table agents_usage (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  -- Null where it belongs to no command that is remembered.
  command_id uuid references agents_commands (id) on delete set null,
  -- The CLI's own id of it.
  answer text not null,
  model text,
  -- Tokens; what came from the cache or went into it is no input.
  input bigint not null check (input >= 0),
  output bigint not null check (output >= 0),
  cache_read bigint not null check (cache_read >= 0),
  cache_write bigint not null check (cache_write >= 0),
  -- Millionths of a dollar by the price table; null where it has no price for that.
  cost bigint check (cost >= 0),
  at timestamptz not null,
  unique (agent_id, answer)
);
create index agents_usage_by_command on agents_usage (command_id) where command_id is not null;

-- What is in the context after an agent's newest answer, and how much fits; null while nothing told it.
alter table agents add column context_tokens bigint check (context_tokens >= 0);
alter table agents add column context_limit bigint check (context_limit > 0);
-- What the CLI itself says that the session cost, child agents included, in millionths of a dollar; and as of when.
alter table agents add column reported_cost bigint check (reported_cost >= 0);
alter table agents add column reported_cost_at timestamptz;
alter table agents add constraint agents_reported_cost_whole check ((reported_cost is null) = (reported_cost_at is null));
