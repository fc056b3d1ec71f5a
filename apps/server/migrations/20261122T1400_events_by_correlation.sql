-- What one request or hook led to is looked up as a whole.
create index events_by_correlation on events (correlation_id, position);
