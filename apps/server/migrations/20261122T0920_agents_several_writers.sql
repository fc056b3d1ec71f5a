-- Several nodes may hear one agent. Each decides on what it remembers of it, and writes only what follows on that:
-- of two that decided at the same time, the later one finds that the agent has moved on, and decides anew.
alter table agents add column revision integer not null default 0;

create function agents_refuse_stale(written bigint, wanted bigint) returns void language plpgsql as $$
begin
  if written < wanted then
    raise exception 'another node wrote % of % agents meanwhile', wanted - written, wanted using errcode = 'SB002';
  end if;
end $$;
