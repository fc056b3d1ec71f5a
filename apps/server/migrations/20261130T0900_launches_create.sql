-- What Signalbox started: one row for each start of a CLI in a terminal of its own.
create table launches (
  id uuid primary key,
  host_id uuid not null references projects_hosts (id) on delete cascade,
  project_id uuid references projects (id) on delete set null,
  agent_id uuid references agents (id) on delete set null,
  -- The ended agent that it goes on with.
  resumes_agent_id uuid references agents (id) on delete set null,
  backend text not null check (backend in ('claude', 'codex', 'gemini', 'opencode')),
  -- Chosen by who asked: the same again is the same start.
  idempotency_key text not null unique,
  name text,
  state text not null check (state in ('starting', 'running', 'failed', 'ended')),
  -- Written before each is done, so that a server that went in between opens no second terminal.
  step text not null check (step in ('preparing', 'opening', 'opened')),
  -- Where the CLI works; the folder that a worktree was made from is its repository's.
  cwd text not null,
  -- Forgotten once the terminal is open.
  prompt text,
  args jsonb not null,
  -- The CLI's own id of the session, where it is known before it begins.
  session_id text,
  socket text not null,
  session text not null unique,
  pane text,
  pid integer,
  -- When its process began, in its host's word: number and birth together name a process.
  birth text,
  worktree_branch text,
  worktree_path text,
  worktree_repository text,
  -- Whether the branch was made for it, and goes with it.
  worktree_own_branch boolean,
  worktree_state text check (worktree_state in ('wanted', 'made', 'kept', 'removed')),
  worktree_note text,
  setup_output text,
  reason text,
  last_lines text,
  actor text not null,
  actor_name text not null,
  correlation_id text not null,
  at timestamptz not null,
  opened_at timestamptz,
  ended_at timestamptz,
  check ((state in ('failed', 'ended')) = (ended_at is not null)),
  check ((worktree_branch is null) = (worktree_state is null)),
  check (state <> 'running' or step = 'opened')
);
create index launches_open on launches (host_id, id) where state in ('starting', 'running');
create index launches_by_agent on launches (agent_id, id);
-- Worktrees that are still to be looked after.
create index launches_worktrees on launches (host_id, id) where worktree_state in ('wanted', 'made');
-- An agent is gone on with once at a time.
create unique index launches_resumed_once on launches (resumes_agent_id)
  where resumes_agent_id is not null and state in ('starting', 'running');
create index launches_resumes on launches (resumes_agent_id) where resumes_agent_id is not null;
create index launches_by_project on launches (project_id) where project_id is not null;
