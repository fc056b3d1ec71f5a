-- Logins and keys with which the CLIs of bots are run.
create table accounts (
  id uuid primary key,
  backend text not null check (backend in ('claude', 'codex', 'gemini', 'opencode')),
  name text not null,
  kind text not null check (kind in ('key', 'token', 'folder', 'machine')),
  -- Where the machine's own sign-in, or the folder, is.
  host_id uuid references projects_hosts (id) on delete cascade,
  folder text,
  -- Which variable of the environment carries the secret.
  variable text,
  -- Encrypted with the vault's key.
  sealed_secret text,
  -- The last characters of the secret.
  hint text,
  is_default boolean not null default false,
  enabled boolean not null default true,
  limited_until timestamptz,
  limit_reason text,
  -- Limits met one after the other, with no success between.
  limits_in_row integer not null default 0 check (limits_in_row >= 0),
  fault text check (fault in ('authentication', 'billing')),
  fault_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  constraint accounts_host_where_it_is check ((host_id is not null) = (kind in ('machine', 'folder'))),
  constraint accounts_folder_named check ((folder is not null) = (kind = 'folder')),
  constraint accounts_secret_whole check (
    (kind in ('key', 'token')) = (sealed_secret is not null)
    and (sealed_secret is not null or coalesce(variable, hint) is null)
  ),
  constraint accounts_limit_whole check ((limited_until is not null) = (limit_reason is not null)),
  constraint accounts_fault_whole check ((fault is not null) = (fault_at is not null))
);
create unique index accounts_by_name on accounts (backend, lower(name));
create unique index accounts_default on accounts (backend) where is_default;
create unique index accounts_machine on accounts (host_id, backend) where kind = 'machine';
create index accounts_of_host on accounts (host_id) where host_id is not null;

-- Whether a host leaves a backend alone that fails again and again.
create table accounts_breakers (
  backend text not null check (backend in ('claude', 'codex', 'gemini', 'opencode')),
  host_id uuid not null references projects_hosts (id) on delete cascade,
  -- One after the other.
  faults integer not null check (faults >= 0),
  -- Open while it is there: when one attempt is let through next.
  next_try_at timestamptz,
  primary key (backend, host_id)
);
create index accounts_breakers_of_host on accounts_breakers (host_id);
