create table projects_hosts (
  id uuid primary key,
  key text not null unique,
  name text not null,
  platform text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);

create table projects (
  id uuid primary key,
  host_id uuid not null references projects_hosts (id) on delete cascade,
  name text not null,
  slug text not null unique,
  path text not null,
  created_at timestamptz not null,
  unique (host_id, path)
);
create index projects_by_name on projects (lower(name), id);

create function events_forget_project() returns trigger language plpgsql as $$
begin
  update events set project_id = null where project_id = old.id;
  return old;
end $$;
create trigger projects_forgotten_by_events after delete on projects
  for each row execute function events_forget_project();
