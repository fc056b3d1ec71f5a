-- Where the trace of what an event leads to goes on from; null where none was recorded.
alter table events add column traceparent text check (length(traceparent) <= 55);
