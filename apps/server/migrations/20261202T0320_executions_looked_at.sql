-- One that did not end well needs a look, until somebody dismisses it or starts it again.
alter table executions
  add column looked_at timestamptz,
  -- Something that it was to leave behind could not be.
  add column outcome_failed boolean not null default false,
  add constraint executions_looked_at_check check (looked_at is null or ended_at is not null);

-- What ended before this was kept is nobody's news.
update executions set looked_at = ended_at where ended_at is not null;

create index executions_needing_look on executions (id)
  where looked_at is null and (outcome_failed or state in ('failed', 'timed_out', 'interrupted'));
