-- A terminal's leave to answer: asked for, then given in a browser, where it becomes a key that expires soon.
create table auth_answer_grants (
  id uuid primary key,
  name text not null,
  -- Shown in the terminal and in the browser; no secret.
  code text not null,
  -- Of the key that it will be.
  secret_hash text not null unique,
  prefix text not null,
  state text not null check (state in ('asked', 'given', 'refused', 'withdrawn', 'ended')),
  asked_at timestamptz not null,
  -- Until when it can be given; once given, until when its key answers.
  expires_at timestamptz not null,
  key_id uuid references auth_api_keys (id) on delete set null,
  settled_by text,
  check ((state = 'asked') = (settled_by is null))
);
create index auth_answer_grants_by_key on auth_answer_grants (key_id);
create index auth_answer_grants_by_expiry on auth_answer_grants (expires_at);
