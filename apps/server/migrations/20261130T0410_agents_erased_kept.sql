-- When the session was last heard: so long ago its transcript was last written to. Whoever imports by the age of transcripts
-- can find what was erased in one for so long after that.
alter table agents_erased add column heard_at timestamptz;
update agents_erased set heard_at = erased_at;
alter table agents_erased alter column heard_at set not null;
create index agents_erased_by_age on agents_erased (heard_at);

-- A session that went on after it was erased is an agent again, and tells until when once that agent goes.
create function agents_note_erased() returns trigger language plpgsql as $$
begin
  update agents_erased set heard_at = greatest(heard_at, old.last_seen_at)
  where session_id = old.session_id and backend = old.backend and host_id = old.host_id;
  return old;
end $$;
create trigger agents_noted_by_erased after delete on agents
  for each row execute function agents_note_erased();
