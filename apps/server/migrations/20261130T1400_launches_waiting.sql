-- A start whose CLI tells nothing of its session before its first prompt waits for that; it is open as one that starts.
alter table launches drop constraint launches_state_check;
alter table launches add constraint launches_state_check
  check (state in ('starting', 'waiting', 'running', 'failed', 'ended'));
alter table launches add constraint launches_waiting_opened check (state <> 'waiting' or step = 'opened');
drop index launches_open;
create index launches_open on launches (host_id, id) where state in ('starting', 'waiting', 'running');
