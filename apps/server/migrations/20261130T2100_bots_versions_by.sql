-- What people call who wrote a version; unknown of those that were written before.
alter table bots_versions add column by_name text;
