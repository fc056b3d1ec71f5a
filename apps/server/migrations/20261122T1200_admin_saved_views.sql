-- A filter, an order and columns of one table of the data browser, kept under a name.
create table admin_saved_views (
  id uuid primary key,
  -- Of whom: a person or a key; shared ones are seen by all.
  owner text not null,
  shared boolean not null,
  table_name text not null,
  name text not null,
  settings jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- A name once for each owner and table, in whatever letters.
create unique index admin_saved_views_by_name on admin_saved_views (owner, table_name, lower(name));
