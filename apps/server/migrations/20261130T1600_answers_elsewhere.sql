-- Ways to open questions, each of the node that has it: a hook waits at one node, a pane is of one machine.
create table answers_ways (
  -- It may be erased meanwhile; the node takes the row away once the question waits no more.
  question_id uuid not null,
  node_id uuid not null references nodes (id) on delete cascade,
  way text not null check (way in ('held_hook', 'keys', 'protocol')),
  can_remember boolean not null,
  takes_words boolean not null,
  -- What is sent to that node is sealed with it, and read by nobody else.
  sealing_key text not null,
  at timestamptz not null,
  primary key (question_id, node_id)
);
create index answers_ways_by_node on answers_ways (node_id);

-- The node that an answer was forwarded to; null where it was given at the node that has the way.
alter table answers_given add column node_id uuid;
-- The answer whole, secrets in it included, for that node alone; null once it took it.
alter table answers_given add column sealed text;
alter table answers_given add check (sealed is null or (state = 'given' and node_id is not null));
create index answers_given_forwarded on answers_given (node_id) where sealed is not null;
