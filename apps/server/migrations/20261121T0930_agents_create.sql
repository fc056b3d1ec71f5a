create table agents (
  id uuid primary key,
  host_id uuid not null references projects_hosts (id) on delete cascade,
  project_id uuid references projects (id) on delete set null,
  parent_id uuid references agents (id) on delete cascade,
  previous_agent_id uuid references agents (id) on delete set null,
  backend text not null check (backend in ('claude', 'codex', 'gemini', 'opencode')),
  session_id text not null,
  agent_type text,
  state text not null check (state in ('idle', 'commanded', 'processing', 'awaiting_input', 'complete')),
  state_since timestamptz not null,
  evidence jsonb not null,
  title text,
  cwd text,
  branch text,
  model text,
  transcript_path text,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  error_class text,
  queued_prompts integer not null default 0 check (queued_prompts >= 0),
  -- What the tracker remembers to decide on the next signal; written with every decision.
  tracking jsonb not null,
  unique nulls not distinct (host_id, backend, parent_id, session_id),
  check ((ended_at is null) = (end_reason is null)),
  check (ended_at is null or state in ('idle', 'complete'))
) with (fillfactor = 70);
create index agents_by_project on agents (project_id, id);
create index agents_by_parent on agents (parent_id) where parent_id is not null;
create index agents_live on agents (id) where ended_at is null;
create index agents_by_session on agents (session_id);
create index agents_cleared on agents (ended_at) where end_reason = 'clear';
create index agents_by_previous on agents (previous_agent_id) where previous_agent_id is not null;

-- The processes a session is open in; pid is null for one that no header told.
create table agents_processes (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  pid integer,
  pane text,
  entry text,
  started_at timestamptz not null,
  ended_at timestamptz,
  check (ended_at is null or ended_at >= started_at)
);
create index agents_processes_by_agent on agents_processes (agent_id);
create index agents_processes_live on agents_processes (pid) where ended_at is null;

create table agents_commands (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  state text not null check (state in ('commanded', 'processing', 'awaiting_input', 'complete')),
  outcome text check (outcome in ('done', 'failed', 'interrupted', 'superseded', 'session_ended', 'lost')),
  error_class text,
  error_text text,
  resets_at timestamptz,
  prompt_id text,
  instruction text,
  full_text text,
  completion_summary text,
  started_at timestamptz not null,
  completed_at timestamptz,
  check ((state = 'complete') = (outcome is not null)),
  check ((state = 'complete') = (completed_at is not null)),
  check (completed_at is null or completed_at >= started_at)
) with (fillfactor = 80);
create index agents_commands_by_agent on agents_commands (agent_id, id);

create table agents_turns (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  command_id uuid references agents_commands (id) on delete set null,
  actor text not null check (actor in ('user', 'agent', 'system')),
  intent text not null check (intent in ('command', 'answer', 'question', 'completion', 'progress')),
  rule text not null,
  text text not null,
  internal boolean not null default false,
  tool_name text,
  tool_use_id text,
  tool_input jsonb,
  tool_result jsonb,
  tool_failed boolean not null default false,
  tool_duration_ms double precision,
  identity text not null,
  at timestamptz not null,
  unique (agent_id, identity)
) with (fillfactor = 80);
create index agents_turns_by_agent on agents_turns (agent_id, id);
create index agents_turns_by_command on agents_turns (command_id) where command_id is not null;

create table agents_questions (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  command_id uuid references agents_commands (id) on delete set null,
  turn_id uuid references agents_turns (id) on delete set null,
  kind text not null check (kind in ('text', 'options', 'plan', 'permission')),
  state text not null check (state in ('open', 'answering', 'answered', 'answered_elsewhere', 'expired', 'failed')),
  version integer not null default 1,
  tool text,
  text text not null,
  input jsonb,
  parts jsonb not null default '[]',
  plan text,
  terminal_only boolean not null default false,
  at timestamptz not null,
  closed_at timestamptz,
  check ((state in ('open', 'answering')) = (closed_at is null))
);
create index agents_questions_by_agent on agents_questions (agent_id, id);
create index agents_questions_by_command on agents_questions (command_id) where command_id is not null;
create index agents_questions_by_turn on agents_questions (turn_id) where turn_id is not null;
create index agents_questions_open on agents_questions (at, id) where state in ('open', 'answering');

-- Everything heard, as heard (redacted, cut to size). A signal with an error was parked.
create table agents_signals (
  id uuid primary key,
  agent_id uuid references agents (id) on delete cascade,
  backend text not null,
  identity text not null,
  event text not null,
  received_at timestamptz not null,
  applied_at timestamptz,
  error text,
  payload jsonb not null,
  correlation_id text not null,
  unique (agent_id, identity),
  check ((applied_at is null) = (error is not null))
);
create index agents_signals_parked on agents_signals (received_at) where error is not null;

create function events_forget_agent() returns trigger language plpgsql as $$
begin
  update events set agent_id = null, command_id = null, turn_id = null where agent_id = old.id;
  return old;
end $$;
create trigger agents_forgotten_by_events after delete on agents
  for each row execute function events_forget_agent();
