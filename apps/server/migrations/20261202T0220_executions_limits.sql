-- How many executions may run in a project at once, where somebody said so.
create table executions_limits (
  project_id uuid primary key references projects (id) on delete cascade,
  most integer not null check (most between 1 and 100)
);
