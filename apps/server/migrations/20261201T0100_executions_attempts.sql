-- An execution tries the links of its chain: attempt by attempt, each with an account.
alter table executions
  -- [{backend, model, accountId}], in the order in which they are tried.
  add column chain jsonb not null default '[]',
  -- How often a fault that passes is tried again with the same link.
  add column retries integer not null default 0 check (retries between 0 and 10),
  -- The one that runs, or ran last; 0 before the first.
  add column attempt integer not null default 0 check (attempt >= 0),
  add column account_id uuid,
  -- Between two attempts: since when it waits for the next, and until when at least.
  add column waits_since timestamptz,
  add column waits_until timestamptz,
  -- What the attempts before this one took.
  add column usage_before jsonb,
  -- The model said or did something in the attempt that runs.
  add column answered boolean not null default false,
  add constraint executions_waits_check check ((waits_since is null) = (waits_until is null)),
  add constraint executions_waits_queued_check check (waits_since is null or state = 'queued');

update executions set chain = jsonb_build_array(jsonb_build_object('backend', backend, 'model', model, 'accountId', null));

-- The prompt as the CLI is given it stays until it is over: another attempt is given it again.
alter table executions drop constraint executions_check4;
alter table executions add constraint executions_input_check check (input is null or ended_at is null);

-- One try of an execution, with one account.
create table executions_attempts (
  execution_id uuid not null references executions (id) on delete cascade,
  number integer not null check (number >= 1),
  -- Which link of the chain it is, from 0 on.
  link integer not null check (link >= 0),
  backend text not null check (backend in ('claude', 'codex', 'gemini', 'opencode')),
  model text,
  account_id uuid,
  account_name text,
  -- What it is given: the whole prompt, a word to go on with the session of another attempt, or what is wrong with its result.
  asks text not null check (asks in ('prompt', 'going_on', 'repair')),
  started_at timestamptz not null,
  ended_at timestamptz,
  -- How it ended, as an execution does.
  state text check (state in ('succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted')),
  reason text,
  error_class text check (
    error_class in ('rate_limit', 'authentication', 'billing', 'context_too_long', 'overloaded', 'network',
      'refused', 'missing', 'folder_missing', 'workspace', 'result_invalid', 'budget', 'unknown')
  ),
  session_id text,
  -- The model said something in it: there is something to go on with.
  answered boolean not null default false,
  -- What it said at its end, where that is asked for again.
  result text,
  primary key (execution_id, number),
  constraint executions_attempts_ended_check check ((ended_at is null) = (state is null)),
  constraint executions_attempts_times_check check (ended_at is null or ended_at >= started_at)
);
