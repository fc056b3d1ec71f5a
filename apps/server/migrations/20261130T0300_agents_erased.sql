-- Sessions, and children of them, that were erased: what they did until then is not read from their transcripts again.
create table agents_erased (
  host_id uuid not null references projects_hosts (id) on delete cascade,
  backend text not null,
  session_id text not null,
  -- The child's own id; empty for the session with all its children.
  child_id text not null default '',
  erased_at timestamptz not null,
  primary key (session_id, child_id, backend, host_id)
);
