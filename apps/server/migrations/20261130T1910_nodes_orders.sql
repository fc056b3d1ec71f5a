-- Breaking: a node of an older version that still runs can forward no answer, as it writes columns that go here.
-- The machine of a node, by the key in its state folder, and the key that seals what is sent to it alone.
alter table nodes add column host_id uuid;
alter table nodes add column sealing_key text;
create index nodes_by_host on nodes (host_id);

-- What one node has another one do: taken once, and not behind its time. Times are the database's.
create table nodes_orders (
  id uuid primary key,
  node_id uuid not null references nodes (id) on delete cascade,
  kind text not null,
  state text not null check (state in ('given', 'taken', 'done', 'given_up')),
  -- What is wished, for that node alone; null once it took it, or was given up.
  sealed text,
  -- What became of it.
  outcome jsonb,
  at timestamptz not null default now(),
  -- Whoever has not taken it until then does so no more.
  due_at timestamptz not null,
  check ((state = 'given') = (sealed is not null)),
  check ((state = 'done') = (outcome is not null))
);
create index nodes_orders_given on nodes_orders (node_id) where state = 'given';
create index nodes_orders_by_age on nodes_orders (at);

-- Answers are forwarded as orders.
alter table answers_ways drop column sealing_key;
drop index answers_given_forwarded;
alter table answers_given drop column sealed;
