-- A person with an account. One of them has the machine: the sign-in links and key files made there are theirs,
-- so this account stays, and stays an admin's.
create table auth_users (
  id uuid primary key,
  login text not null unique check (login = lower(login)),
  name text not null,
  role text not null check (role in ('viewer', 'operator', 'admin')),
  has_machine boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz,
  check (not has_machine or (role = 'admin' and disabled_at is null))
);
create unique index auth_users_has_machine on auth_users (has_machine) where has_machine;

insert into auth_users (id, login, name, role, has_machine, created_at)
values (gen_random_uuid(), 'operator', 'Operator', 'admin', true, now());

create table auth_passwords (
  user_id uuid primary key references auth_users on delete cascade,
  hash text not null,
  changed_at timestamptz not null
);

-- Guesses that failed, by what they were aimed at and where they came from; counted before the password is looked at.
create table auth_attempts (
  target text primary key,
  failed integer not null,
  since timestamptz not null
);
create index auth_attempts_since on auth_attempts (since);

-- What lets its bearer in as a caller for a while, at whichever node it is shown.
create table auth_tickets (
  secret_hash text primary key,
  kind text not null check (kind in ('ticket', 'pass')),
  caller_kind text not null check (caller_kind in ('sign_in', 'api_key')),
  caller_id text not null,
  expires_at timestamptz not null
);
create index auth_tickets_expires_at on auth_tickets (expires_at);

alter table auth_sign_in_links
  add column user_id uuid references auth_users on delete cascade,
  add column purpose text not null default 'sign_in' check (purpose in ('sign_in', 'set_password'));
update auth_sign_in_links set user_id = (select id from auth_users);
alter table auth_sign_in_links alter column user_id set not null;
create index auth_sign_in_links_user_id on auth_sign_in_links (user_id);

alter table auth_sign_ins
  add column user_id uuid references auth_users on delete cascade,
  add column way text not null default 'link' check (way in ('link', 'password', 'identity')),
  add column address text,
  add column identity text check ((identity is not null) = (way = 'identity')),
  drop column scopes;
update auth_sign_ins set user_id = (select id from auth_users);
alter table auth_sign_ins alter column user_id set not null;
create index auth_sign_ins_user_id on auth_sign_ins (user_id, id) where ended_at is null;
create index auth_sign_ins_last_seen_at on auth_sign_ins (user_id, last_seen_at);

alter table auth_api_keys
  add column user_id uuid references auth_users on delete cascade,
  add column file text;
update auth_api_keys set
  user_id = (select id from auth_users),
  file = (
    select detail ->> 'file' from auth_audit
    where action = 'api_key.created' and subject_id = auth_api_keys.id::text
    limit 1
  );
alter table auth_api_keys alter column user_id set not null;
create index auth_api_keys_user_id on auth_api_keys (user_id) where revoked_at is null;
create index auth_api_keys_file on auth_api_keys (file) where revoked_at is null;

-- Who it was, in the words of that time.
alter table auth_audit
  add column user_id uuid,
  add column actor_name text,
  add column address text;
update auth_audit set user_id = (select id from auth_users), actor_name = 'Operator'
where actor like 'sign_in:%' or actor like 'api_key:%';
create index auth_audit_at on auth_audit (at, id);
create index auth_audit_user_id on auth_audit (user_id, at, id);
create index auth_audit_action on auth_audit (action text_pattern_ops, at, id);
create index auth_audit_subject on auth_audit (subject_id, at, id);
