-- Tells this log from any other: several may be relayed through one Redis.
create table events_identity (
  id uuid primary key default gen_random_uuid(),
  only_one boolean not null unique default true check (only_one)
);
insert into events_identity default values;
