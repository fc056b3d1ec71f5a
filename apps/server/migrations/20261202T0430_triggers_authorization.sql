-- What a trigger on an address shows there, encrypted with the vault's key.
alter table triggers
  add column sealed_authorization text,
  add constraint triggers_authorization check (sealed_authorization is null or kind = 'poll');
