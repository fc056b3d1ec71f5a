-- Bots tell people something, too: what that is stands in the notice itself.
alter table notifications_notices
  alter column agent_id drop not null,
  add column execution_id uuid,
  add column title text,
  add column body text,
  add column level text check (level in ('low', 'usual', 'high')),
  add constraint notifications_notices_about
    check (num_nonnulls(agent_id, execution_id) = 1 and num_nonnulls(execution_id, title, body, level) in (0, 4));
alter table notifications_notices drop constraint notifications_notices_reason_check;
alter table notifications_notices add constraint notifications_notices_reason_check check (
  reason in ('permission', 'question', 'plan', 'finished', 'failed', 'rate_limited', 'silence', 'bot')
);
alter table notifications_rules drop constraint notifications_rules_reason_check;
alter table notifications_rules add constraint notifications_rules_reason_check check (
  reason in ('permission', 'question', 'plan', 'finished', 'failed', 'rate_limited', 'silence', 'bot')
);
