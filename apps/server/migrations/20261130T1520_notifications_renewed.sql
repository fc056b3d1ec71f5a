-- By what a browser that renews its subscription is known: a digest of the address that it and its push service know.
-- Of channels that were there before it is found out when one of them is asked for.
alter table notifications_channels add column endpoint_digest text;
-- Why it was switched off by itself; null where a person did.
alter table notifications_channels add column off_reason text;
-- One browser has one address, whoever of several people signed in there is told by it.
create index notifications_channels_by_endpoint on notifications_channels (endpoint_digest)
  where endpoint_digest is not null;
create index notifications_channels_undigested on notifications_channels (id)
  where kind = 'web_push' and endpoint_digest is null;
