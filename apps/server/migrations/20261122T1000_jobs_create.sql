-- What the queue (the schema pgboss, which pg-boss makes itself) does not keep of a job. A row is there only where
-- there is something to keep: short jobs that succeed leave none. No foreign key: the queue's tables are partitioned,
-- and belong to pg-boss; retention removes rows whose job is gone.
create table jobs_runs (
  job_id uuid primary key,
  -- The node that works on it, or did last.
  node text,
  percent smallint not null default 0 check (percent between 0 and 100),
  message text not null default '',
  -- Where the next try goes on.
  checkpoint jsonb,
  cancel_requested_at timestamptz,
  cancel_actor text,
  -- The latest failed tries with their errors, oldest first.
  failures jsonb not null default '[]',
  updated_at timestamptz not null
);

-- Up to when each schedule was looked at; whoever moves it on enqueues what came due.
create table jobs_schedules (
  name text primary key,
  looked_at timestamptz not null,
  last_run_at timestamptz,
  last_job_id uuid
);
