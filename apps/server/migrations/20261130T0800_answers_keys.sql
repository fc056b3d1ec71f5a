-- Answers by keys, typed into the pane that the agent stands in.
alter table answers_given drop constraint answers_given_way_check;
alter table answers_given add constraint answers_given_way_check check (way in ('held_hook', 'keys'));
