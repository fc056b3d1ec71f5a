-- Addresses elsewhere that are told of events by signed webhooks.
create table subscribers (
  id uuid primary key,
  name text not null,
  url text not null,
  -- Types of events, families of them, or all.
  types text[] not null check (cardinality(types) > 0),
  project_id uuid references projects (id) on delete cascade,
  bot_id uuid references bots (id) on delete cascade,
  enabled boolean not null,
  -- Why it was turned off by Signalbox itself.
  disabled_reason text,
  -- Encrypted with the vault's key, both.
  sealed_secret text not null,
  former_secret text,
  former_until timestamptz,
  actor text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (disabled_reason is null or not enabled),
  check ((former_secret is null) = (former_until is null))
);
create index subscribers_name on subscribers (lower(name), id);
create index subscribers_of_project on subscribers (project_id) where project_id is not null;
create index subscribers_of_bot on subscribers (bot_id) where bot_id is not null;

-- One event for one subscriber, stored together with how far the event log was read for it.
create table subscribers_messages (
  id uuid primary key,
  subscriber_id uuid not null references subscribers (id) on delete cascade,
  event_id uuid not null,
  type text not null,
  -- Secrets taken out; the same at each try.
  body text not null,
  state text not null check (state in ('waiting', 'sent', 'dead')),
  attempts integer not null default 0 check (attempts >= 0),
  next_at timestamptz,
  -- Whoever sends it is given so long; after that it is anybody's again.
  claimed_until timestamptz,
  status integer,
  reason text,
  took_ms integer,
  created_at timestamptz not null,
  settled_at timestamptz,
  check ((state = 'waiting') = (settled_at is null)),
  check ((state = 'waiting') = (next_at is not null)),
  check (claimed_until is null or state = 'waiting')
);
create unique index subscribers_messages_once on subscribers_messages (subscriber_id, event_id);
create index subscribers_messages_due on subscribers_messages (subscriber_id, next_at, id) where state = 'waiting';
create index subscribers_messages_newest on subscribers_messages (subscriber_id, id desc);
create index subscribers_messages_by_state on subscribers_messages (subscriber_id, state, id desc);
create index subscribers_messages_at on subscribers_messages (created_at);
