-- Programs that an administrator lets bots run, and the accounts of each.
create table programs (
  id uuid primary key,
  name text not null,
  command text not null,
  -- A list of texts, each an argument as it is.
  args jsonb not null,
  speaks text not null check (speaks in ('acp', 'nothing')),
  -- Where it leaves its result; null for its last lines.
  result_file text,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  constraint programs_result_file_check check (result_file is null or speaks = 'nothing')
);
create unique index programs_by_name on programs (lower(name));

alter table accounts
  add column program_id uuid references programs (id) on delete cascade,
  drop constraint accounts_backend_check,
  add constraint accounts_backend_check
    check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose', 'program')),
  add constraint accounts_program_check check ((backend = 'program') = (program_id is not null));
create index accounts_of_program on accounts (program_id) where program_id is not null;
drop index accounts_default;
create unique index accounts_default on accounts (backend) where is_default and program_id is null;
create unique index accounts_default_of_program on accounts (program_id) where is_default and program_id is not null;
drop index accounts_machine;
create unique index accounts_machine on accounts (host_id, backend) where kind = 'machine' and program_id is null;
create unique index accounts_machine_of_program on accounts (host_id, program_id)
  where kind = 'machine' and program_id is not null;

alter table executions drop constraint executions_backend_check;
alter table executions add constraint executions_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose', 'program'));
alter table executions_attempts drop constraint executions_attempts_backend_check;
alter table executions_attempts add constraint executions_attempts_backend_check
  check (backend in ('claude', 'codex', 'gemini', 'opencode', 'goose', 'program'));
