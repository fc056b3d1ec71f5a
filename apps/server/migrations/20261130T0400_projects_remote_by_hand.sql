-- Whether a person said where its repository comes from, or that it comes from nowhere: then its folder is not asked.
alter table projects add column remote_by_hand boolean not null default false;
