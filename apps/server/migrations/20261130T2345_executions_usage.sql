-- What an execution takes is told while it runs: by estimate, until its CLI tells its own total.
alter table executions
  add column usage_estimated boolean not null default false,
  -- The answers that were counted last, as they were: one that is told again counts once.
  add column usage_recent jsonb not null default '[]',
  -- What it may take itself.
  add column budget_cost_micros bigint check (budget_cost_micros > 0),
  add column budget_tokens bigint check (budget_tokens > 0),
  -- Which budget it is to end for, in a sentence.
  add column over_budget text;

alter table executions drop constraint executions_error_class_check;
alter table executions add constraint executions_error_class_check check (
  error_class in ('rate_limit', 'authentication', 'billing', 'context_too_long', 'overloaded', 'network',
    'refused', 'missing', 'folder_missing', 'workspace', 'result_invalid', 'budget', 'unknown')
);

-- What was taken in a period is summed of those that started in it.
create index executions_started on executions (started_at) where started_at is not null;
create index executions_started_of_bot on executions (bot_id, started_at) where started_at is not null;
create index executions_started_of_project on executions (project_id, started_at) where started_at is not null;
