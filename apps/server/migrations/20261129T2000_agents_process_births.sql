-- When a process began, in a word of its host: a number that was given to another process is not taken for it.
-- Null until it was found among the processes of its host.
alter table agents_processes add column birth text;
