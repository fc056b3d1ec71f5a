-- A project that was added by its remote has no folder until work is seen in a clone of it.
alter table projects alter column path drop not null;
alter table projects add column description text not null default '';
alter table projects add column remote text;
-- The remote as one name, however it is written: by it a clone is recognised.
alter table projects add column remote_key text;
-- The project of the repository that a worktree is of.
alter table projects add column repository_id uuid references projects (id) on delete set null check (repository_id <> id);
-- What the file system knows the folder by, whatever it is called: one that was renamed or moved is still the same.
alter table projects add column folder_key text;
alter table projects add constraint projects_somewhere check (path is not null or remote is not null);
alter table projects add constraint projects_remote_whole check ((remote is null) = (remote_key is null));
create index projects_by_repository on projects (repository_id) where repository_id is not null;
create index projects_by_folder on projects (host_id, folder_key) where folder_key is not null;
create unique index projects_waiting on projects (host_id, remote_key) where path is null;
create index projects_by_remote on projects (host_id, remote_key) where remote_key is not null;
