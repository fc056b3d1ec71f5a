-- What an execution may do beside what its access gives it: tools, folders, the network.
alter table executions add column allowed jsonb not null default '{}';
