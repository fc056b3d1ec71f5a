-- The server process that carries a restart out: another one beside it leaves it alone while that lives.
alter table launches_restarts add column owner_pid integer;
alter table launches_restarts add column owner_birth text;
