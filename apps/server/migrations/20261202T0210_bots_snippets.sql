-- Pieces that several templates render, by their names.
create table bots_snippets (
  name text primary key,
  version integer not null check (version >= 1),
  text text not null,
  by_name text not null,
  updated_at timestamptz not null
);
