-- By hand: whether an organization has deleted any record of a kind is asked with every page of arriving patients.
create index entity_records_deleted on entity_records (organization_id, entity) where deleted_at is not null;
