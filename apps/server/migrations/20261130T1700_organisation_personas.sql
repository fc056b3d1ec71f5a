-- Who agents are: a persona has a role and a skill text, which every agent that is started as it is given.
create table organisation_personas (
  id uuid primary key,
  -- `{role}-{name}-{number}`: what people type.
  slug text not null unique,
  name text not null,
  role text not null,
  description text not null,
  skill text not null,
  status text not null check (status in ('active', 'archived')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index organisation_personas_by_name on organisation_personas (lower(name), id);
