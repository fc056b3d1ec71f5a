-- The oldest that are over go first.
create index launches_ended on launches (ended_at, id) where ended_at is not null;
create index launches_restarts_ended on launches_restarts (ended_at, id) where ended_at is not null;
