-- An agent without a terminal is a child of the server process that started it, and is driven over its protocol.
alter table launches add column mode text not null default 'terminal' check (mode in ('terminal', 'headless'));
-- That server process, by number and birth: whoever else finds the launch can tell whether it lives.
alter table launches add column owner_pid integer;
alter table launches add column owner_birth text;
