-- Budgets of an account, and of a person. Whose an execution is stands with it; null where nobody is behind it.
alter table executions add column user_id uuid references auth_users on delete set null;
alter table triggers add column user_id uuid references auth_users on delete set null;

update triggers set user_id = made.user_id from auth_audit made
where made.action = 'trigger.created' and made.subject_id = triggers.id::text
  and exists (select from auth_users where id = made.user_id);
update executions set user_id = started.user_id from auth_audit started
where started.action = 'execution.started' and started.subject_id = executions.id::text
  and exists (select from auth_users where id = started.user_id);
update executions set user_id = triggers.user_id from triggers
where executions.user_id is null and executions.actor = 'trigger:' || triggers.id;

create index executions_of_user on executions (user_id, id) where user_id is not null;
create index executions_started_of_user on executions (user_id, started_at)
  where started_at is not null and user_id is not null;
create index triggers_of_user on triggers (user_id) where user_id is not null;

-- What an attempt took of what its execution did, written down as it ends.
alter table executions_attempts
  add column tokens bigint not null default 0 check (tokens >= 0),
  -- Null where nobody knows.
  add column cost_micros bigint check (cost_micros >= 0),
  -- Without the time in which it stood still; with the one in which it was got ready.
  add column ran_ms bigint not null default 0 check (ran_ms >= 0);

-- What was taken before was kept of all attempts but the last together: it stands with the last but one.
update executions_attempts attempt set
  tokens = case
    when attempt.number = execution.attempt then greatest(0, tokens_input + tokens_output + tokens_cache_read
      + tokens_cache_write - coalesce(earlier.tokens, 0))
    else coalesce(earlier.tokens, 0) end,
  cost_micros = case
    when attempt.number = execution.attempt and earlier.cost is null then execution.cost_micros
    when attempt.number = execution.attempt then greatest(0, execution.cost_micros - earlier.cost)
    else earlier.cost end,
  ran_ms = extract(epoch from attempt.ended_at - attempt.started_at) * 1000
from executions execution
left join lateral (
  select (usage_before ->> 'input')::bigint + (usage_before ->> 'output')::bigint
      + (usage_before ->> 'cacheRead')::bigint + (usage_before ->> 'cacheWrite')::bigint as tokens,
    (usage_before ->> 'costMicros')::bigint as cost
) earlier on true
where execution.id = attempt.execution_id and attempt.ended_at is not null
  and (attempt.number = execution.attempt
    or (attempt.number = execution.attempt - 1 and execution.usage_before is not null));

create index executions_attempts_of_account on executions_attempts (account_id, started_at);
create index executions_attempts_going on executions_attempts (account_id, execution_id) where ended_at is null;

alter table budgets
  add column account_id uuid references accounts on delete cascade,
  add column user_id uuid references auth_users on delete cascade,
  drop constraint budgets_scope_check,
  add constraint budgets_scope_check check (scope in ('instance', 'project', 'bot', 'account', 'user')),
  add constraint budgets_account_check check ((account_id is not null) = (scope = 'account')),
  add constraint budgets_user_check check ((user_id is not null) = (scope = 'user'));
create index budgets_of_account on budgets (account_id);
create index budgets_of_user on budgets (user_id);
