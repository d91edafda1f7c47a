-- Whatever arrives of a system is compared with what it was told of and has not shown, which is little: it must not cost
-- a look at all links and at all that waits.
create index sync_links_told on sync_links (integration_id, entity) where remote_id = record_id::text;
create index outbound_changes_in_doubt on outbound_changes (integration_id, entity) where sending_version is not null;
