-- How long an execution stood still, which counts for nobody's time.
alter table executions add column paused_ms bigint not null default 0;
