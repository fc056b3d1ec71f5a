-- Whether the default branch of a project's repository is looked at for bots, and what came of it last.
create table bots_syncs (
  project_id uuid primary key references projects (id) on delete cascade,
  version integer not null check (version >= 1),
  enabled boolean not null,
  enables_new boolean not null,
  -- Whoever looks moves it on first: no two look at once.
  due_at timestamptz not null,
  asked_at timestamptz,
  looked_at timestamptz,
  branch text,
  commit text,
  fault text
);
create index bots_syncs_due on bots_syncs (due_at) where enabled;

-- The files of bots there, as they were read last.
create table bots_files (
  project_id uuid not null references bots_syncs (project_id) on delete cascade,
  path text not null,
  bot_id uuid references bots (id) on delete set null,
  -- Null where it is gone.
  blob text,
  content jsonb,
  faults jsonb not null,
  -- What file and bot were alike in last; null where nobody has bound the two together yet.
  agreed jsonb,
  -- The file over which somebody kept the bot as it is.
  kept_blob text,
  primary key (project_id, path),
  check (content is null or blob is not null)
);
create unique index bots_files_bot on bots_files (bot_id);
