-- How sure a turn's intent is; what was stored before came from the CLI's own words, or from one rule.
alter table agents_turns add column confidence double precision not null default 1 check (confidence between 0 and 1);
