-- Where deliveries come from.
create table triggers_sources (
  id uuid primary key,
  name text not null,
  style text not null check (style in ('github', 'gitlab', 'standard', 'hmac', 'bearer')),
  -- Encrypted; the key lies outside.
  secret text not null,
  per_minute integer not null check (per_minute >= 1),
  enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_delivery_at timestamptz
);
create index triggers_sources_name on triggers_sources (lower(name), id);

-- What starts a bot without a person.
create table triggers (
  id uuid primary key,
  bot_id uuid not null references bots (id) on delete cascade,
  kind text not null check (kind in ('webhook', 'github', 'schedule', 'event')),
  source_id uuid references triggers_sources (id) on delete restrict,
  content jsonb not null,
  enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The time of the schedule that comes next, and when it is due, put off by its jitter.
  next_at timestamptz,
  due_at timestamptz,
  check ((source_id is not null) = (kind in ('webhook', 'github'))),
  check ((next_at is null) = (due_at is null))
);
create index triggers_of_bot on triggers (bot_id, id);
create index triggers_of_source on triggers (source_id) where source_id is not null;
create index triggers_due on triggers (due_at) where due_at is not null;
create index triggers_of_events on triggers (id) where kind = 'event' and enabled;

-- What sources sent.
create table triggers_deliveries (
  id uuid primary key,
  source_id uuid not null references triggers_sources (id) on delete cascade,
  -- By what a delivery that comes again is known; null where nothing is to be made of it.
  dedupe_key text,
  external_id text,
  event text,
  state text not null check (state in ('received', 'handled', 'refused')),
  reason text,
  headers jsonb not null,
  -- Secrets taken out.
  body text,
  bytes integer not null check (bytes >= 0),
  -- SHA-256 of the body as it came.
  digest text not null,
  at timestamptz not null,
  duplicates integer not null default 0,
  started integer not null default 0,
  replay_of uuid references triggers_deliveries (id) on delete set null,
  check ((state = 'refused') = (body is null))
);
create unique index triggers_deliveries_once on triggers_deliveries (source_id, dedupe_key);
create index triggers_deliveries_same_body on triggers_deliveries (source_id, digest, at);
create index triggers_deliveries_of_source on triggers_deliveries (source_id, id desc);
create index triggers_deliveries_waiting on triggers_deliveries (id) where state = 'received';
create index triggers_deliveries_by_state on triggers_deliveries (state, id desc);
create index triggers_deliveries_replayed on triggers_deliveries (replay_of) where replay_of is not null;
create index triggers_deliveries_at on triggers_deliveries (at);

-- What triggers made of what came.
create table triggers_firings (
  id uuid primary key,
  trigger_id uuid references triggers (id) on delete set null,
  bot_id uuid not null references bots (id) on delete cascade,
  kind text not null check (kind in ('webhook', 'github', 'schedule', 'event')),
  at timestamptz not null,
  outcome text not null check (outcome in ('started', 'unmatched', 'overflow', 'refused')),
  reason text not null,
  execution_id uuid references executions (id) on delete set null,
  delivery_id uuid references triggers_deliveries (id) on delete cascade
);
create unique index triggers_firings_once on triggers_firings (delivery_id, trigger_id);
create index triggers_firings_of_trigger on triggers_firings (trigger_id, id desc);
create index triggers_firings_counted on triggers_firings (trigger_id, outcome, at);
create index triggers_firings_of_bot on triggers_firings (bot_id);
create index triggers_firings_of_execution on triggers_firings (execution_id);
create index triggers_firings_at on triggers_firings (at);
-- How many of a bot wait is asked at each start, however many it has had.
create index executions_waiting on executions (bot_id) where state = 'queued';
create index executions_correlated on executions (correlation_id);
