-- Why an attempt came to its link and account: {chosen, passedOver, after}; null of those before this was kept.
alter table executions_attempts add column why jsonb;
