-- When the limit resets that an agent's last command failed at.
alter table agents add column resets_at timestamptz;
update agents set resets_at = (
  select resets_at from agents_commands where agent_id = agents.id order by id desc limit 1
) where error_class is not null;
