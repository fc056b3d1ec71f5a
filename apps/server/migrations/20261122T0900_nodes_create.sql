-- A node is one running process of Signalbox; several may share a database. Its times are the database's,
-- since clocks of machines differ.
create table nodes (
  id uuid primary key,
  name text not null,
  role text not null check (role in ('all', 'api', 'worker')),
  host_name text not null,
  pid integer not null,
  url text,
  version text not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  -- A node that did not beat until then is gone, or might as well be.
  due_at timestamptz not null,
  stopped_at timestamptz,
  -- Loops and connections, as the node told of them at its last beat.
  report jsonb not null default '{}'
);
create index nodes_by_beat on nodes (beat_at);

-- Work that one node does for all. Whoever writes in its name says so in the same statement: a node that was
-- paused for longer than its lease finds that another took over.
create table nodes_leases (
  name text primary key,
  holder uuid not null,
  held_until timestamptz not null
);
