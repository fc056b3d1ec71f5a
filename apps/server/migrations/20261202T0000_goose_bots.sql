-- goose runs bots too, over its protocol.
alter table accounts drop constraint accounts_backend_check;
alter table accounts add constraint accounts_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose'));
alter table accounts_breakers drop constraint accounts_breakers_backend_check;
alter table accounts_breakers add constraint accounts_breakers_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose'));
alter table executions drop constraint executions_backend_check;
alter table executions add constraint executions_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose'));
alter table executions_attempts drop constraint executions_attempts_backend_check;
alter table executions_attempts add constraint executions_attempts_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose'));
