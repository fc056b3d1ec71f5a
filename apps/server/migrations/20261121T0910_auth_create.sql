create table auth_sign_in_links (
  secret_hash text primary key,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  check (expires_at > created_at)
);

-- A browser or device the operator is signed in on. Both halves are needed: the cookie and the secret
-- kept in the origin's storage (cookies ignore ports).
create table auth_sign_ins (
  id uuid primary key,
  name text not null,
  cookie_hash text not null unique,
  secret_hash text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check (expires_at > created_at)
);

create table auth_api_keys (
  id uuid primary key,
  name text not null,
  prefix text not null,
  secret_hash text not null unique,
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table auth_audit (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  correlation_id text not null,
  detail jsonb not null
);
