-- The words of a turn, without grammar, so that those of code are found as they stand. The parts of a name or a path are
-- words of their own; of a very long text the first part is read, which always fits. It costs what it says: no search may
-- be planned as one that asks it of each turn.
create function agents_words(said text, tool text) returns tsvector
language plpgsql immutable parallel safe cost 5000 as $$
begin
  return to_tsvector('simple', translate(left(said, 50000) || ' ' || coalesce(tool, ''),
    './\_-:@#=+~*&|<>()[]{}"''`,;!?$%^', '                                '));
end $$;
-- Few words wait outside of the index: who writes the one too many sorts them all in.
create index agents_turns_words on agents_turns using gin (agents_words(text, tool_name))
  with (gin_pending_list_limit = 256) where not internal;
create index agents_turns_at on agents_turns (at, id) where not internal;

-- What was observed of one agent, page by page.
create index agents_signals_by_agent on agents_signals (agent_id, id);
