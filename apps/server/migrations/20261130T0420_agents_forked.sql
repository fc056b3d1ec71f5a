-- The session that this one began as a copy of. Its agent may be heard of later, by an import, so the session is kept.
alter table agents add column forked_from text;
