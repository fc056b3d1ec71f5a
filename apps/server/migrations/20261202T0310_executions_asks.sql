-- For how many minutes an execution waits for a person's answer to what it may not do; null where nobody is asked.
alter table executions add column ask_minutes integer check (ask_minutes between 1 and 55);
