-- GitHub is connected by a token, or by an app with its private key.
alter table github_connections
  alter column sealed_token drop not null,
  add column app_id text,
  -- Encrypted with the vault's key.
  add column sealed_key text,
  add constraint github_connections_way check (
    (sealed_token is null) = (app_id is not null) and (app_id is null) = (sealed_key is null)
  );
