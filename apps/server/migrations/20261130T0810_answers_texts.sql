-- What people say to agents: queued until the agent waits for input, sent once.
create table answers_texts (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  -- Chosen by who says it: the same again is the same text.
  idempotency_key text not null,
  text text not null,
  interrupt boolean not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'unknown', 'cancelled')),
  -- Among those of the agent that are queued: the smallest is sent first.
  place double precision not null,
  problem text,
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  -- When it was taken to be sent.
  sending_at timestamptz,
  settled_at timestamptz,
  unique (agent_id, idempotency_key),
  check ((state in ('sent', 'cancelled')) = (settled_at is not null)),
  check (state <> 'sending' or sending_at is not null)
);
create index answers_texts_by_agent on answers_texts (agent_id, id);
create index answers_texts_waiting on answers_texts (agent_id, place) where state in ('queued', 'sending', 'unknown');
