-- How much of the plan of an account is used, by window, as its CLI told last.
create table accounts_windows (
  account_id uuid not null references accounts (id) on delete cascade,
  -- As the CLI calls it: five_hour, seven_day.
  name text not null check (name ~ '^[a-z0-9_]{1,50}$'),
  -- Null where that was not told.
  used_percent integer check (used_percent between 0 and 1000),
  is_met boolean not null,
  -- Null where that was not told.
  resets_at timestamptz,
  told_at timestamptz not null,
  primary key (account_id, name)
);
