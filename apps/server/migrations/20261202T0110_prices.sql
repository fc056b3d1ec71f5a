-- What an administrator says that a model costs, in the place of the table that comes with the server. Nothing of it is
-- written anew: what holds no more stays, with who ended it.
create table prices (
  id uuid primary key,
  model text not null check (model <> ''),
  -- In millionths of a dollar for a million tokens.
  input bigint not null check (input >= 0),
  output bigint not null check (output >= 0),
  cache_read bigint check (cache_read >= 0),
  cache_write bigint check (cache_write >= 0),
  source text not null,
  valid_from timestamptz not null,
  created_at timestamptz not null,
  by_name text not null,
  removed_at timestamptz,
  removed_by text,
  constraint prices_removed_check check ((removed_at is null) = (removed_by is null))
);
create index prices_in_force on prices (model, valid_from desc, id desc) where removed_at is null;
