-- What the last check of each CLI's hooks found.
create table hooks_health (
  backend text primary key,
  verdict text not null check (verdict in ('heard', 'attention', 'absent')),
  reason text,
  state text not null,
  last_heard_at timestamptz,
  checked_at timestamptz not null
);
