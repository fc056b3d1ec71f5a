-- What the result has to be, where a bot demands JSON.
alter table executions add column result_schema jsonb;
alter table executions drop constraint executions_error_class_check;
alter table executions add constraint executions_error_class_check check (
  error_class in ('rate_limit', 'authentication', 'billing', 'context_too_long', 'overloaded', 'network',
    'refused', 'missing', 'folder_missing', 'workspace', 'result_invalid', 'unknown')
);
