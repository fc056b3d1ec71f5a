-- Bare repositories of a machine, from which workspaces are made.
create table workspaces_repositories (
  id uuid primary key,
  host_id uuid not null references projects_hosts (id) on delete cascade,
  -- A remote, who fetches and with which password taken out; or a folder.
  source text not null,
  used_at timestamptz not null,
  unique (host_id, source)
);

-- Where an execution works. The row stays while the folder does, though the execution goes.
create table workspaces (
  execution_id uuid primary key,
  host_id uuid not null references projects_hosts (id) on delete cascade,
  -- Null once that is gone, too.
  repository_id uuid references workspaces_repositories (id) on delete set null,
  project_id uuid references projects (id) on delete set null,
  kind text not null check (kind in ('worktree', 'clone')),
  state text not null check (state in ('preparing', 'ready', 'kept', 'removed')),
  -- Why it is kept.
  why text,
  source text not null,
  ref text,
  base text,
  commit_id text,
  branch text not null,
  -- Whether what the checkout itself says of settings, hooks and servers is heeded.
  trust text not null check (trust in ('full', 'user_only')),
  created_at timestamptz not null,
  -- Nobody works in it any more.
  over_at timestamptz,
  removed_at timestamptz,
  check ((state = 'removed') = (removed_at is not null)),
  check (state = 'preparing' or state = 'removed' or commit_id is not null)
);
create index workspaces_left on workspaces (host_id, over_at) where state <> 'removed';
create index workspaces_removed on workspaces (removed_at) where state = 'removed';
create index workspaces_of_repository on workspaces (repository_id);
create index workspaces_of_project on workspaces (project_id);
