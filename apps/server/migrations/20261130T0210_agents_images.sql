-- Images of conversations. What is too large, of another type or one too many has no data.
create table agents_images (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  hash text not null,
  -- What it was told with, in the CLI's own ids: the turns of that identity show it.
  things text[] not null,
  media_type text check (media_type in ('image/png', 'image/jpeg', 'image/gif', 'image/webp')),
  bytes integer not null,
  data bytea,
  at timestamptz not null,
  unique (agent_id, hash)
);
alter table agents_images alter column data set storage external;
