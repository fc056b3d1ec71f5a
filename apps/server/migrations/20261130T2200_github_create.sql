-- How this server speaks to GitHub; one connection at most.
create table github_connections (
  id integer primary key default 1 check (id = 1),
  api_url text not null,
  -- Encrypted with the vault's key.
  sealed_token text not null,
  login text not null,
  actor text not null,
  changed_at timestamptz not null
);
