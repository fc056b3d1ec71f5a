-- What an execution is about on GitHub.
alter table executions add column target jsonb;

-- What each execution leaves behind, written down in the transaction that ended it.
create table outcomes (
  execution_id uuid not null references executions (id) on delete cascade,
  -- The bot's outcomes, from 0.
  position integer not null check (position >= 0),
  bot_id uuid not null references bots (id),
  -- Where it ran: what lies in its folder is there alone.
  host_id uuid references projects_hosts (id) on delete set null,
  -- Of the execution: what comes of it belongs to the same.
  correlation_id text not null,
  kind text not null,
  content jsonb not null,
  state text not null check (state in ('pending', 'done', 'failed', 'skipped')),
  attempts integer not null default 0 check (attempts >= 0),
  next_at timestamptz,
  -- Whoever carries it out is given so long; after that it is anybody's again.
  claimed_until timestamptz,
  reason text,
  made_url text,
  made_number bigint,
  made_sha text,
  made_execution_id uuid references executions (id) on delete set null,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (execution_id, position),
  check ((state = 'pending') = (settled_at is null)),
  check ((state = 'pending') = (next_at is not null)),
  check (claimed_until is null or state = 'pending')
);
create index outcomes_due on outcomes (next_at) where state = 'pending';
create index outcomes_of_bot on outcomes (bot_id);
create index outcomes_of_host on outcomes (host_id);
create index outcomes_that_started on outcomes (made_execution_id);

-- What a bot's webhooks are signed with, encrypted with the vault's key.
create table outcomes_signing_keys (
  bot_id uuid primary key references bots (id) on delete cascade,
  sealed_secret text not null,
  actor text not null,
  created_at timestamptz not null
);
