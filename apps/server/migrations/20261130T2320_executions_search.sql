-- The words of an execution, without grammar: what it was asked, what it said, whose it was. The parts of a name or a path
-- are words of their own; of a long text the first part is read. It costs what it says: no list may be planned as one that
-- asks it of each row.
create function executions_words(bot text, by_name text, prompt text, reason text, result text) returns tsvector
language plpgsql immutable parallel safe cost 5000 as $$
begin
  return to_tsvector('simple', translate(
    bot || ' ' || by_name || ' ' || left(prompt, 20000) || ' ' || coalesce(reason, '') || ' ' || left(coalesce(result, ''), 20000),
    './\_-:@#=+~*&|<>()[]{}"''`,;!?$%^', '                                '));
end $$;
create index executions_words on executions using gin (executions_words(bot_name, by_name, prompt, reason, result))
  with (gin_pending_list_limit = 256);

-- The newest of a project.
drop index executions_of_project;
create index executions_of_project on executions (project_id, id desc);
