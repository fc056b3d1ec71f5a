-- What a reaction does is committed together with its place in the log, by the node that holds its lease and
-- from where it stood: so it is done once, whoever dies or comes back meanwhile.
create function events_move_reaction(reaction text, expected bigint, reached bigint, node uuid)
returns void language plpgsql as $$
begin
  update events_reactions set position = reached, updated_at = now()
  where name = reaction and position = expected
    and exists (select from nodes_leases where nodes_leases.name = 'reaction ' || reaction and holder = node);
  if not found then
    raise exception 'the reaction % is where another node left it', reaction using errcode = 'SB001';
  end if;
end $$;

drop table attention_counted;
