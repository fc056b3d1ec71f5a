-- What executions took is grouped by what stands with their attempts: an execution is many times as long.
alter table executions_attempts
  add column bot_id uuid,
  add column project_id uuid,
  -- When its execution began, which is where it counts.
  add column begun_at timestamptz,
  -- The same, in days since 1970 in UTC: many are told apart at a time.
  add column begun_on integer;

update executions_attempts attempt set bot_id = execution.bot_id, project_id = execution.project_id,
  begun_at = coalesce(execution.started_at, attempt.started_at)
from executions execution where execution.id = attempt.execution_id;
update executions_attempts set begun_on = floor(extract(epoch from begun_at) / 86400);

alter table executions_attempts
  alter column bot_id set not null,
  alter column begun_at set not null,
  alter column begun_on set not null;

create index executions_attempts_taken on executions_attempts (begun_at)
  include (begun_on, bot_id, project_id, backend, model, account_id, number, tokens, cost_micros, ran_ms)
  where ended_at is not null;
-- Began, and never came to an attempt.
create index executions_untried on executions (started_at) where attempt = 0 and started_at is not null;
