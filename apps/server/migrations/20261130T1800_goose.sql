-- A CLI that is known only where Signalbox runs it itself.
alter table agents drop constraint agents_backend_check;
alter table agents add constraint agents_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose'));
alter table launches drop constraint launches_backend_check;
alter table launches add constraint launches_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose'));
