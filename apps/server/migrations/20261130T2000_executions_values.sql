-- What the bot's variables were given, so that the same can be started again.
alter table executions add column given_values jsonb not null default '{}';
