-- An ended agent that was put away; one that goes on is shown all the same.
alter table agents add column archived_at timestamptz;
