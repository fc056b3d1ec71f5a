-- A trigger may ask an address now and then, and begin where it answers something else; or watch the files of a project.
alter table triggers
  -- Of what was answered last: {digest, etag, modified}; null before the first answer.
  add column seen jsonb,
  -- What keeps it from finding out, and how often in a row.
  add column fault text,
  add column faults integer not null default 0 check (faults >= 0),
  -- The node that watches its files, and until when it does without another word.
  add column watcher uuid,
  add column watched_until timestamptz,
  add constraint triggers_watcher_check check ((watcher is null) = (watched_until is null)),
  add constraint triggers_seen_check check (seen is null or kind = 'poll'),
  add constraint triggers_fault_check check ((fault is null) = (faults = 0)),
  drop constraint triggers_kind_check,
  add constraint triggers_kind_check check (kind in ('webhook', 'github', 'schedule', 'event', 'poll', 'watch'));

alter table triggers_firings
  drop constraint triggers_firings_kind_check,
  add constraint triggers_firings_kind_check check (kind in ('webhook', 'github', 'schedule', 'event', 'poll', 'watch'));

-- The clock and what is asked have loops of their own.
drop index triggers_due;
create index triggers_due on triggers (kind, due_at, id) where due_at is not null;
create index triggers_of_watches on triggers (id) where kind = 'watch' and enabled;
