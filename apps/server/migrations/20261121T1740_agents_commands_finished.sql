-- What finished lately, newest first.
create index agents_commands_finished on agents_commands (completed_at, id) where completed_at is not null;
