-- The call of a tool that started a child agent answers with the id of the child. Others answer with what they like under
-- that name: an index takes no long value.
create index agents_turns_launches on agents_turns (left(tool_result ->> 'agentId', 100), agent_id)
  where tool_result ->> 'agentId' is not null;
