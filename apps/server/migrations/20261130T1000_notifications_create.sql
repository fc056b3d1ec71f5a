-- How each person wants to be told. Who has no row here is told as the contract's defaults say.
create table notifications_preferences (
  user_id uuid primary key references auth_users on delete cascade,
  time_zone text not null,
  -- Minutes of the day in that time zone; quiet hours may go over midnight.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_until smallint check (quiet_until between 0 and 1439),
  remind_after_minutes integer check (remind_after_minutes between 1 and 1440),
  digest_above integer not null check (digest_above between 1 and 100),
  updated_at timestamptz not null,
  check ((quiet_from is null) = (quiet_until is null))
);

-- A way by which one person is told.
create table notifications_channels (
  id uuid primary key,
  user_id uuid not null references auth_users on delete cascade,
  kind text not null check (kind in ('ntfy', 'slack', 'webhook', 'email', 'web_push', 'desktop')),
  name text not null,
  -- Where it leads, as people may see it: a host, an address.
  target text not null,
  -- All it takes to reach it, encrypted.
  sealed_settings text not null,
  -- The browser it is for, by a name that its pages keep.
  device_id uuid,
  -- The sign-in that made it, where that one may answer: its buttons answer for as long as that holds.
  sign_in_id uuid,
  -- Whether what agents ask is told, beside that they do.
  with_content boolean not null,
  enabled boolean not null,
  created_at timestamptz not null,
  check ((device_id is not null) = (kind in ('web_push', 'desktop')))
);
create index notifications_channels_by_user on notifications_channels (user_id, id);
create unique index notifications_channels_by_device on notifications_channels (user_id, device_id, kind);

-- What a person wants to be told by a channel; a project's word goes before the one for all.
create table notifications_rules (
  id uuid primary key,
  channel_id uuid not null references notifications_channels on delete cascade,
  project_id uuid references projects on delete cascade,
  reason text not null
    check (reason in ('permission', 'question', 'plan', 'finished', 'failed', 'rate_limited', 'silence')),
  wanted boolean not null,
  unique nulls not distinct (channel_id, project_id, reason)
);
create index notifications_rules_by_project on notifications_rules (project_id);

-- Something that people may be told, once for each cause.
create table notifications_notices (
  id uuid primary key,
  cause text not null unique,
  reason text not null
    check (reason in ('permission', 'question', 'plan', 'finished', 'failed', 'rate_limited', 'silence')),
  -- No keys of other tables: what is told must never wait for, or fail at, what became of its agent.
  agent_id uuid not null,
  project_id uuid,
  question_id uuid,
  -- Whose reminder it is; what is not one is for everybody.
  reminds_user_id uuid references auth_users on delete cascade,
  -- Whether a hook waits for the answer to its question.
  held boolean not null default false,
  at timestamptz not null,
  correlation_id text not null,
  decided_at timestamptz
);
create index notifications_notices_undecided on notifications_notices (id) where decided_at is null;
create index notifications_notices_by_question on notifications_notices (question_id);
create index notifications_notices_at on notifications_notices (at, id);

-- What is sent by a channel, and what became of it.
create table notifications_deliveries (
  id uuid primary key,
  user_id uuid not null references auth_users on delete cascade,
  notice_id uuid references notifications_notices on delete set null,
  channel_id uuid references notifications_channels on delete set null,
  channel_kind text not null,
  channel_name text not null,
  kind text not null check (kind in ('notice', 'reminder', 'digest', 'test')),
  reason text,
  agent_id uuid,
  question_id uuid,
  state text not null check (state in ('waiting', 'sent', 'failed', 'dropped', 'gathered')),
  -- Why it was not sent, in words.
  why text,
  attempts integer not null default 0,
  error text,
  -- The one that tells of it, where it was gathered.
  digest_id uuid references notifications_deliveries on delete set null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  settled_at timestamptz,
  unique (notice_id, channel_id),
  check ((state = 'waiting') = (settled_at is null))
);
create index notifications_deliveries_by_user on notifications_deliveries (user_id, id);
create index notifications_deliveries_by_state on notifications_deliveries (user_id, state, id);
create index notifications_deliveries_by_channel on notifications_deliveries (channel_id, due_at);
create index notifications_deliveries_by_digest on notifications_deliveries (digest_id);
create index notifications_deliveries_created on notifications_deliveries (created_at, id);

-- What a device was offered to answer: its buttons, of which one works, once.
create table notifications_offers (
  id uuid primary key,
  channel_id uuid not null references notifications_channels on delete cascade,
  question_id uuid not null,
  question_version integer not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index notifications_offers_by_channel on notifications_offers (channel_id);
create index notifications_offers_expires_at on notifications_offers (expires_at, id);

-- What a device's visible page shows just now.
create table notifications_looks (
  user_id uuid not null references auth_users on delete cascade,
  device_id uuid not null,
  agent_id uuid,
  until timestamptz not null,
  primary key (user_id, device_id)
);
create index notifications_looks_until on notifications_looks (until);
