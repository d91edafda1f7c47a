-- CreateTable
CREATE TABLE "link_counts" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "linked" BIGINT NOT NULL,

    CONSTRAINT "link_counts_pkey" PRIMARY KEY ("integration_id","entity")
);

-- CreateIndex
CREATE INDEX "sync_jobs_organization_id_integration_id_status_idx" ON "sync_jobs"("organization_id", "integration_id", "status");

-- By hand: whose rows they are, and who may touch them.
alter table link_counts enable row level security;
alter table link_counts force row level security;
create policy organization on link_counts for all to carelane_app
  using (organization_id = (select app_org())) with check (organization_id = (select app_org()));
grant select, insert, update, delete on link_counts to carelane_app;

-- The links there are already, of all organizations: the owner, too, is held to the policies otherwise.
alter table sync_links no force row level security;
alter table link_counts no force row level security;
insert into link_counts (integration_id, entity, organization_id, linked)
  select integration_id, entity, organization_id, count(*) from sync_links where state = 'linked' group by 1, 2, 3;
alter table sync_links force row level security;
alter table link_counts force row level security;

-- Counting a million links takes a second, so each statement that writes some adds what it changed. Entities come in
-- order: two statements that write the same ones cannot wait for each other.
create function add_to_link_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into link_counts as c (integration_id, entity, organization_id, linked)
      select integration_id, entity, organization_id, count(*) from new_links where state = 'linked'
       group by 1, 2, 3 order by 1, 2
      on conflict (integration_id, entity) do update set linked = c.linked + excluded.linked;
  elsif tg_op = 'UPDATE' then
    insert into link_counts as c (integration_id, entity, organization_id, linked)
      select integration_id, entity, organization_id, sum(n) from (
        select integration_id, entity, organization_id, 1 as n from new_links where state = 'linked'
        union all
        select integration_id, entity, organization_id, -1 from old_links where state = 'linked'
      ) moved
       group by 1, 2, 3 having sum(n) <> 0 order by 1, 2
      on conflict (integration_id, entity) do update set linked = c.linked + excluded.linked;
  else
    update link_counts c set linked = c.linked - gone.n
      from (select integration_id, entity, count(*) as n from old_links where state = 'linked' group by 1, 2) gone
     where c.integration_id = gone.integration_id and c.entity = gone.entity;
  end if;
  return null;
end
$$;
create trigger count_new_links after insert on sync_links
  referencing new table as new_links for each statement execute function add_to_link_counts();
create trigger count_moved_links after update on sync_links
  referencing old table as old_links new table as new_links for each statement execute function add_to_link_counts();
create trigger count_gone_links after delete on sync_links
  referencing old table as old_links for each statement execute function add_to_link_counts();
