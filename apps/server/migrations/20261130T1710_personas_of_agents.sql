-- Which persona a start is of, and the agent that it became.
alter table launches add column persona_id uuid references organisation_personas (id);
alter table agents add column persona_id uuid references organisation_personas (id);
-- Rules of notifications for agents of a persona; a rule is for a project, for a persona, or for all.
alter table notifications_rules add column persona_id uuid references organisation_personas (id) on delete cascade;
alter table notifications_rules add check (project_id is null or persona_id is null);
alter table notifications_rules drop constraint notifications_rules_channel_id_project_id_reason_key;
alter table notifications_rules add unique nulls not distinct (channel_id, project_id, persona_id, reason);
create index notifications_rules_by_persona on notifications_rules (persona_id);
