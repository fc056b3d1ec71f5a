-- Tells this log from any other: several may be relayed through one Redis.
create table events_identity (
  id uuid primary key
);
insert into events_identity values (gen_random_uuid());
