-- An execution may go on, with another prompt, in the session of one that is over: each with one at most.
alter table executions
  add column resumes uuid unique references executions (id) on delete set null,
  -- The first execution of that session: the empty folder that was made for it is where all of them work.
  add column first_id uuid,
  -- By the CLI's own id.
  add column resumes_session text;
create index executions_going_on on executions (first_id) where ended_at is null;

alter table executions_attempts drop constraint executions_attempts_asks_check;
alter table executions_attempts add constraint executions_attempts_asks_check
  check (asks in ('prompt', 'next_prompt', 'going_on', 'repair'));

-- Whoever goes on in a session takes its workspace over: the folder keeps the name it was made with.
alter table workspaces add column folder_id uuid;
update workspaces set folder_id = execution_id;
alter table workspaces alter column folder_id set not null;
