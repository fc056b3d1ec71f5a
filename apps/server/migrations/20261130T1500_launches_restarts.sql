-- That an agent shall end and go on: written before it is ended, so that a server which finds it goes on or gives it up.
create table launches_restarts (
  id uuid primary key,
  host_id uuid not null references projects_hosts (id) on delete cascade,
  agent_id uuid not null references agents (id) on delete cascade,
  -- Chosen by who asked: the same again is the same restart.
  idempotency_key text not null unique,
  -- Whether it may be killed where it does not end by itself.
  force boolean not null,
  state text not null check (state in ('ending', 'resuming', 'done', 'failed')),
  -- How it is being ended; null before that begins.
  step text check (step in ('gently', 'firmly', 'hard')),
  -- The process that is meant: one that came after it is left alone.
  pid integer not null,
  birth text not null,
  -- The socket of the tmux server that it was in; null where it was in none.
  socket text,
  -- The start that goes on with it.
  launch_id uuid references launches (id) on delete set null,
  reason text,
  actor text not null,
  actor_name text not null,
  correlation_id text not null,
  at timestamptz not null,
  ended_at timestamptz,
  check ((state in ('done', 'failed')) = (ended_at is not null))
);
create index launches_restarts_open on launches_restarts (host_id, id) where state in ('ending', 'resuming');
-- One at a time for an agent.
create unique index launches_restarts_once on launches_restarts (agent_id) where state in ('ending', 'resuming');
create index launches_restarts_by_agent on launches_restarts (agent_id, id);
create index launches_restarts_by_launch on launches_restarts (launch_id) where launch_id is not null;
