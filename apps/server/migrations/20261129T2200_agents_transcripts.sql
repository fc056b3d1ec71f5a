-- Turns are read in the order of their times: a transcript tells when something was, whenever it is read.
create index agents_turns_by_time on agents_turns (agent_id, at, id);
drop index agents_turns_by_agent;

-- Where a signal was observed; what processes and transcripts told is no hook.
alter table agents_signals add column source text not null default 'hook'
  check (source in ('hook', 'transcript', 'terminal', 'process'));

-- How far each transcript was read, and what its reader carries on. What comes behind `read_to` after a crash is read
-- again: a turn is known by its identity.
create table agents_transcripts (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  path text not null,
  -- Bytes, and a hash of what stands before them.
  read_to bigint not null check (read_to >= 0),
  mark text not null,
  reader jsonb not null,
  -- Why it could not be read, or not all of it.
  problem text,
  read_at timestamptz not null,
  unique (agent_id, path)
);
