-- The call that a question was about, where a tool asked: what was allowed, and what then ran.
alter table agents_questions add column call_turn_id uuid;
