-- Completed commands by hour, kept by a reaction. `position` is the newest event counted in: an event that is
-- delivered again counts once.
create table attention_hours (
  hour timestamptz primary key,
  completed integer not null,
  done integer not null check (done >= 0 and done <= completed),
  position bigint not null
);
