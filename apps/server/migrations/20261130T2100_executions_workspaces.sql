-- Executions work in a worktree or a clone of a repository, and tell of their steps.
alter table executions drop constraint executions_workspace_check;
alter table executions add constraint executions_workspace_check
  check (workspace in ('in_place', 'none', 'worktree', 'clone'));
alter table executions drop constraint executions_error_class_check;
alter table executions add constraint executions_error_class_check check (
  error_class in ('rate_limit', 'authentication', 'billing', 'context_too_long', 'overloaded', 'network',
    'refused', 'missing', 'folder_missing', 'workspace', 'unknown')
);
-- What is checked out: a branch, a tag, a commit or a full name; null for the remote's default branch.
alter table executions add column checkout_ref text;
-- What its work is meant for; null for the remote's default branch.
alter table executions add column checkout_base text;

-- What an execution went through on its way, one after the other.
create table executions_steps (
  execution_id uuid not null references executions (id) on delete cascade,
  number integer not null check (number >= 1),
  name text not null check (name in ('workspace', 'attempt')),
  at timestamptz not null,
  ended_at timestamptz,
  primary key (execution_id, number),
  check (ended_at is null or ended_at >= at)
);
