-- Completed commands by hour, kept by a reaction.
create table attention_hours (
  hour timestamptz primary key,
  completed integer not null,
  done integer not null check (done >= 0 and done <= completed)
);

-- Events counted lately: one that is delivered again counts once.
create table attention_counted (
  position bigint primary key
);
