-- The event log. Positions are numbered at the end of a transaction, under one lock, so that they become
-- visible in order; see docs/adr/0003-event-log.md.
create sequence events_position as bigint;

create table events (
  position bigint primary key,
  id uuid not null unique,
  type text not null,
  version smallint not null,
  at timestamptz not null,
  actor text not null,
  subject_kind text not null,
  subject_id text not null,
  project_id uuid,
  agent_id uuid,
  command_id uuid,
  turn_id uuid,
  correlation_id text not null,
  causation_id text,
  data jsonb not null
);
create index events_by_agent on events (agent_id, position) where agent_id is not null;
create index events_by_project on events (project_id, position) where project_id is not null;
create index events_by_type on events (type, position);

-- Where each reaction stands in the log.
create table events_reactions (
  name text primary key,
  position bigint not null check (position >= 0),
  updated_at timestamptz not null
);

-- Events a reaction gave up on after its last try; nothing is lost, a person retries or discards.
create table events_dead_letters (
  id uuid primary key,
  reaction text not null references events_reactions (name) on delete cascade,
  position bigint not null,
  attempts integer not null check (attempts > 0),
  error text not null,
  parked_at timestamptz not null,
  resolved_at timestamptz,
  resolution text check (resolution in ('retried', 'discarded')),
  unique (reaction, position),
  check ((resolved_at is null) = (resolution is null))
);
