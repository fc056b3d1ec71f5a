-- Saved automations. Each change is kept as a version of its own.
create table bots (
  id uuid primary key,
  name text not null,
  version integer not null check (version >= 1),
  content jsonb not null,
  enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index bots_name on bots (lower(name), id);

create table bots_versions (
  bot_id uuid not null references bots (id) on delete cascade,
  version integer not null,
  content jsonb not null,
  enabled boolean not null,
  actor text not null,
  at timestamptz not null,
  primary key (bot_id, version)
);

-- One run of a bot. What was in force when it began stands here: the bot may change meanwhile.
create table executions (
  id uuid primary key,
  idempotency_key text not null unique,
  bot_id uuid not null references bots (id),
  bot_name text not null,
  bot_version integer not null,
  project_id uuid references projects (id) on delete set null,
  -- The only host that it can run on; null where any will do.
  wanted_host_id uuid references projects_hosts (id) on delete set null,
  backend text not null check (backend in ('claude', 'codex', 'gemini', 'opencode')),
  model text,
  access text not null check (access in ('read', 'edit', 'full')),
  workspace text not null check (workspace in ('in_place', 'none')),
  -- Secrets taken out.
  prompt text not null,
  -- As the CLI is given it; forgotten once the supervisor has it.
  input text,
  concurrency integer not null check (concurrency >= 1),
  timeout_ms bigint not null check (timeout_ms > 0),
  state text not null
    check (state in ('queued', 'running', 'paused', 'succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted')),
  reason text,
  error_class text check (
    error_class in ('rate_limit', 'authentication', 'billing', 'context_too_long', 'overloaded', 'network',
      'refused', 'missing', 'folder_missing', 'unknown')
  ),
  resets_at timestamptz,
  cancel_asked boolean not null default false,
  pause_asked boolean not null default false,
  paused_at timestamptz,
  actor text not null,
  by_name text not null,
  correlation_id text not null,
  queued_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  deadline timestamptz,
  host_id uuid references projects_hosts (id) on delete set null,
  cwd text,
  command jsonb,
  environment jsonb not null default '[]',
  -- The server process that looks after it; where that is gone, another one of its host does.
  owner_pid integer,
  owner_birth text,
  supervisor_pid integer,
  supervisor_birth text,
  session_id text,
  result text,
  exit_code integer,
  exit_signal text,
  peak_memory_kb integer,
  cpu_ms bigint,
  read_to bigint not null default 0,
  log_lines bigint not null default 0,
  log_bytes bigint not null default 0,
  tokens_input bigint not null default 0,
  tokens_output bigint not null default 0,
  tokens_cache_read bigint not null default 0,
  tokens_cache_write bigint not null default 0,
  cost_micros bigint,
  check ((ended_at is null) = (state in ('queued', 'running', 'paused'))),
  check ((paused_at is null) = (state <> 'paused')),
  check (started_at is null or started_at >= queued_at),
  check (ended_at is null or ended_at >= queued_at),
  check (input is null or (ended_at is null and supervisor_pid is null))
);
create index executions_open on executions (state, queued_at) where ended_at is null;
create index executions_of_bot on executions (bot_id, id desc);
create index executions_of_project on executions (project_id);
create index executions_of_host on executions (host_id);
create index executions_of_wanted_host on executions (wanted_host_id);
create index executions_by_state on executions (state, id desc);

-- Pieces of the log: records as the supervisor writes them, secrets taken out.
create table executions_log (
  execution_id uuid not null references executions (id) on delete cascade,
  first_line bigint not null,
  lines integer not null check (lines >= 1),
  text text not null,
  primary key (execution_id, first_line)
);
