-- What people answered in Signalbox, and what became of it: one row for each answer, whatever the agent did with it.
create table answers_given (
  id uuid primary key,
  question_id uuid not null references agents_questions (id) on delete cascade,
  agent_id uuid not null references agents (id) on delete cascade,
  -- The move of the question that was seen by whoever answered.
  question_version integer not null,
  -- Chosen by who sent it: the same again is the same answer.
  idempotency_key text not null,
  content jsonb not null,
  way text not null check (way in ('held_hook')),
  state text not null check (state in ('given', 'delivered', 'refused', 'failed')),
  problem text,
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  settled_at timestamptz,
  unique (question_id, idempotency_key),
  check ((state = 'given') = (settled_at is null))
);
create index answers_given_by_agent on answers_given (agent_id, id);
create index answers_given_unsettled on answers_given (at) where state = 'given';

-- The answer on its way, or the last one that was. It is written before its question moves, and goes with it.
alter table agents_questions add column answer_id uuid;

alter table agents_signals drop constraint agents_signals_source_check;
alter table agents_signals add constraint agents_signals_source_check
  check (source in ('hook', 'transcript', 'terminal', 'process', 'answer'));
