-- The call of a tool that started a child agent answers with the id of the child.
create index agents_turns_launches on agents_turns ((tool_result ->> 'agentId'), agent_id)
  where tool_result ->> 'agentId' is not null;
