-- Answers over the protocol of an agent that the server runs itself.
alter table answers_given drop constraint answers_given_way_check;
alter table answers_given add constraint answers_given_way_check check (way in ('held_hook', 'protocol', 'keys'));
